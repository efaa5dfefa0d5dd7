"""The list of events."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from course_discovery.apps.core.tests.factories import USER_PASSWORD, UserFactory
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.models import CourseRunEvent
from course_discovery.apps.data_loading.services.course_run_event import store_event
from course_discovery.apps.data_loading.sources.course_run_events import event_row
from course_discovery.apps.data_loading.tests.events import KEY, catalog_info

LIST = reverse("admin:data_loading_courserunevent_changelist")


@pytest.fixture
def event(bare_partner, settings):
    settings.DEFAULT_PARTNER_ID = bare_partner.pk
    store_event(event_row(catalog_info()), timezone.now())
    CourseRunEvent.objects.update(status="failed", error="error: Nobody knows why.")
    return CourseRunEvent.objects.get()


def apply_again(client, event):
    return client.post(LIST, {"action": "apply_again", "_selected_action": [event.pk]}, follow=True)


def test_a_failed_event_shows_its_reason_and_is_applied_again(admin, event, django_capture_on_commit_callbacks):
    assert "Nobody knows why." in admin.get(LIST).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert "To be applied again: 1." in apply_again(admin, event).content.decode()
    event.refresh_from_db()
    assert (event.status, event.error) == ("applied", "")
    assert CourseRun.objects.get(key=KEY).title_override == "Botany"


def test_who_may_only_look_cannot_apply(client, event):
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_courserunevent"))
    client.login(username=user.username, password=USER_PASSWORD)
    assert client.get(LIST).status_code == 200
    apply_again(client, event)
    event.refresh_from_db()
    assert event.status == "failed"
