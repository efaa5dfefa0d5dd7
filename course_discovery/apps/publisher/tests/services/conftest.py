from datetime import UTC, datetime
from decimal import Decimal

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunTypeFactory,
    CourseTypeFactory,
    OrganizationFactory,
    SourceFactory,
)
from course_discovery.apps.publisher.services.course import create_course
from course_discovery.apps.publisher.services.course_run import NewRun, create_course_run

NOW = datetime(2026, 11, 1, tzinfo=UTC)
START = datetime(2027, 2, 1, tzinfo=UTC)
END = datetime(2027, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def organization(db):
    return OrganizationFactory(partner=PartnerFactory(marketing_site_url_root="https://www.example.com"), key="UniX")


@pytest.fixture
def new_course(organization):
    def make(**given):
        return create_course(
            organization.partner,
            **{
                "organization": organization,
                "number": "PY1",
                "title": "Python for all",
                "type": CourseTypeFactory(slug="verified-audit"),
                "product_source": SourceFactory(),
                "prices": {"verified": Decimal("49.50")},
            }
            | given,
        )

    return make


@pytest.fixture
def new_run():
    def make(course, **given):
        return create_course_run(course, a_run(**given))

    return make


def a_run(**given):
    values = {
        "type": CourseRunTypeFactory(slug="verified-audit"),
        "start": START,
        "end": END,
        "prices": {"verified": Decimal("49.50")},
    }
    return NewRun(**values | given)


def drafts_of(course):
    """The same course as another process would load it."""
    return Course.everything.get(pk=course.pk)
