"""The demo catalogue, loaded as `make run` loads it, for a module of tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from course_discovery.apps.api.tests.conftest import HOST
from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.models import Course, CourseEditor
from course_discovery.apps.publisher.models import OrganizationExtension
from course_discovery.apps.search.tests.engine import delete_all_indexes, index_everything
from course_discovery.sandbox import DemoCatalogue, running_sandbox

COURSES = 60


@contextmanager
def loaded_demo(folder: Path) -> Iterator[Partner]:
    """Load a small demo catalogue into database and index; nothing of it is left afterwards."""
    demo = DemoCatalogue(COURSES)
    editorial = folder / "editorial.json"
    editorial.write_text(json.dumps(demo.enrichment()))
    with running_sandbox(demo) as platform, transaction.atomic():
        with override_settings(
            BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL=platform.oauth_provider_url,
            BACKEND_SERVICE_EDX_OAUTH2_SECRET="secret",
            DATA_LOADING_LOCK_DIR=folder / "locks",
            LMS_REQUESTS_PER_MINUTE=0,
        ):
            partner = PartnerFactory(short_code="demo", site__domain=HOST, **platform.partner_urls())
            call_command("refresh_course_metadata", partner_code="demo")
            call_command("load_editorial", str(editorial), partner_code="demo")
            delete_all_indexes()
            call_command("install_es_indexes")
            index_everything()
            call_command("load_markets", str(editorial), partner_code="demo")
            for organization in partner.organization_set.all():
                group = Group.objects.create(name=f"Editors of {organization.key}")
                OrganizationExtension.objects.create(organization=organization, group=group)
            CourseEditor.objects.create(user=UserFactory(username="editor"), course=Course.objects.earliest("pk"))
        yield partner
        delete_all_indexes()
        transaction.set_rollback(True)
