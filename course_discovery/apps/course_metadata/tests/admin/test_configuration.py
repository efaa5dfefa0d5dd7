import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import MigrateCourseSlugConfiguration, TagCourseUuidsConfig

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(
    "name",
    [
        "course_metadata_archivecoursesconfig",
        "course_metadata_bulkuploadtagsconfig",
        "course_metadata_migratecourseslugconfiguration",
        "course_metadata_migrateprogramslugconfiguration",
        "tagging_updatecourseverticalsconfig",
    ],
)
def test_files_of_commands_are_listed_and_added(admin, name):
    assert admin.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:{name}_add")).status_code == 200


def test_single_rows_are_there_without_being_made(admin):
    page = admin.post(
        reverse("admin:course_metadata_tagcourseuuidsconfig_changelist"), {"tag": "ai", "course_uuids": "a b"}
    )
    assert page.status_code == 302
    assert TagCourseUuidsConfig.get_solo().tag == "ai"


def test_slugs_are_not_written_unless_asked_to(admin):
    assert MigrateCourseSlugConfiguration.current().dry_run
    admin.post(
        reverse("admin:course_metadata_migratecourseslugconfiguration_add"),
        {"enabled": "on", "course_uuids": "a", "course_type": "open-course"},
    )
    row = MigrateCourseSlugConfiguration.current()
    assert (row.enabled, row.dry_run, row.course_uuids, row.csv_file.name) == (True, False, "a", "")
