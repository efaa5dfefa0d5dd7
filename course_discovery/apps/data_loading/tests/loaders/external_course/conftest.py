"""A catalogue that external courses are loaded into."""

from datetime import UTC, datetime

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import (
    SeatType,
)
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunTypeFactory,
    CourseTypeFactory,
    LevelTypeFactory,
    ModeFactory,
    OrganizationFactory,
    SourceFactory,
    SubjectFactory,
    TrackFactory,
)
from course_discovery.apps.data_loading.pipelines import COURSES
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import (
    PictureHost,
    a_table,
)
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.sandbox.outside import running_double

EXECUTIVE = "executive-education-2u"
# The run of the rows begins on 2027-03-20 and goes live on 2026-10-15.
START, END = datetime(2027, 3, 20, 8, tzinfo=UTC), datetime(2027, 4, 28, tzinfo=UTC)
KIND = "paid-executive-education"


@pytest.fixture(autouse=True)
def _still_world(still_clock, empty_storage):
    """Every row is loaded at the same time, into storages without files."""


@pytest.fixture
def host():
    with running_double(PictureHost()) as running:
        yield running


@pytest.fixture
def partner(db):
    partner = PartnerFactory(short_code="edx", marketing_site_url_root="https://www.example.com")
    OrganizationFactory(partner=partner, key="LakeX", name="Lake University")
    for name in ("Law", "Water"):
        SubjectFactory(partner=partner, name=name)
    LevelTypeFactory(name="Introductory", name_t="Introductory")
    paid = SeatType.objects.create(name="Paid Executive Education")
    assert paid.slug == KIND
    track = TrackFactory(mode=ModeFactory(slug=KIND), seat_type=paid)
    run_type = CourseRunTypeFactory(slug=KIND, name="Paid Executive Education", tracks=[track])
    CourseTypeFactory(
        slug=EXECUTIVE, name="Executive Education(2U)", entitlement_types=[paid], course_run_types=[run_type]
    )
    return partner


@pytest.fixture
def source(db):
    return SourceFactory(name="Ext", slug="ext")


@pytest.fixture
def load(partner, source, host):
    def load_rows(*rows, **options):
        return load_table(
            partner,
            COURSES,
            a_table(*rows),
            Watcher(),
            **{"product_type": EXECUTIVE, "product_source": source} | options,
        )

    return load_rows
