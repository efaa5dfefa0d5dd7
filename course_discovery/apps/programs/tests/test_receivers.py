from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseLocationRestrictionFactory,
    CourseRunFactory,
    DraftCourseFactory,
    FactFactory,
    FAQFactory,
    GeoLocationFactory,
    OrganizationFactory,
    ProductValueFactory,
    SeatFactory,
    TaxiFormFactory,
)
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import (
    CurriculumCourseMembershipFactory,
    CurriculumFactory,
    CurriculumProgramMembershipFactory,
    DegreeAdditionalMetadataFactory,
    DegreeCostFactory,
    DegreeDeadlineFactory,
    DegreeFactory,
    IconTextPairingFactory,
    ProgramFactory,
    ProgramLocationRestrictionFactory,
    ProgramTypeFactory,
    RankingFactory,
    SpecializationFactory,
)

pytestmark = pytest.mark.django_db

BEFORE = datetime(2030, 1, 1, tzinfo=UTC)
NOW = datetime(2030, 2, 1, tzinfo=UTC)


def settle():
    Program.objects.update(data_modified_timestamp=BEFORE)


def stamped():
    """Return the primary keys of the programs that were stamped since `settle`."""
    return set(Program.objects.filter(data_modified_timestamp=NOW).values_list("pk", flat=True))


def change(row, **values):
    """Save the row, loaded anew, with other values."""
    row = type(row)._base_manager.get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    with freeze_time(NOW):
        row.save()


class TestCoursesAndWhatTheyAreMadeOf:
    @pytest.fixture
    def draft(self):
        return DraftCourseFactory()

    @pytest.fixture
    def program(self, draft):
        program = ProgramFactory(courses=[CourseFactory(key=draft.key, draft_version=draft)])
        ProgramFactory(courses=[CourseFactory()])
        settle()
        return program

    def test_drafts_of_a_course_and_its_children(self, draft, program):
        run = CourseRunFactory(draft=True, course=draft)
        rows = [
            (draft, {"title": "New"}),
            (run, {"title_override": "New"}),
            (SeatFactory(course_run=run), {"price": 7}),
            (CourseEntitlementFactory(course=draft), {"price": 7}),
        ]
        for row, values in rows:
            settle()
            change(row)
            assert stamped() == set(), f"{row!r} was saved unchanged"
            change(row, **values)
            assert stamped() == {program.pk}, repr(row)

    def test_official_rows_only_follow_their_drafts(self, draft, program):
        change(draft.official_version, title="New")
        assert stamped() == set()

    def test_rows_that_courses_refer_to(self, draft, program):
        fact = FactFactory()
        metadata = AdditionalMetadataFactory(facts=[fact])
        rows = {
            "additional_metadata": [
                (metadata, {"external_identifier": "new"}),
                (fact, {"heading": "New"}),
                (metadata.certificate_info, {"heading": "New"}),
                (metadata.product_meta, {"title": "New"}),
                (metadata.taxi_form, {"title": "New"}),
            ],
            "location_restriction": [(CourseLocationRestrictionFactory(), {"countries": ["DE"]})],
            "geolocation": [(GeoLocationFactory(), {"location_name": "New"})],
            "in_year_value": [(ProductValueFactory(), {"per_click_usa": 99})],
        }
        for name, changes in rows.items():
            Course.everything.filter(pk=draft.pk).update(**{name: changes[0][0]})
            for row, values in changes:
                settle()
                change(row, **values)
                assert stamped() == {program.pk}, repr(row)


def test_rows_that_programs_refer_to():
    form, place, value = TaxiFormFactory(), GeoLocationFactory(), ProductValueFactory()
    program = ProgramFactory(taxi_form=form, geolocation=place, in_year_value=value)
    ranking, specialization = RankingFactory(), SpecializationFactory()
    degree = DegreeFactory(rankings=[ranking], specializations=[specialization])
    for row, values, expected in [
        (form, {"title": "New"}, program),
        (place, {"location_name": "New"}, program),
        (value, {"per_click_usa": 99}, program),
        (ranking, {"rank": "#9"}, degree),
        (specialization, {"value": "New"}, degree),
    ]:
        settle()
        change(row, **values)
        assert stamped() == {expected.pk}, repr(row)


@pytest.mark.parametrize(
    ("factory", "owner", "values"),
    [
        (ProgramLocationRestrictionFactory, "program", {"countries": ["DE"]}),
        (CurriculumFactory, "program", {"name": "New"}),
        (CurriculumProgramMembershipFactory, "curriculum__program", {"is_active": False}),
        (CurriculumCourseMembershipFactory, "curriculum__program", {"is_active": False}),
        (DegreeDeadlineFactory, "degree", {"date": "New"}),
        (DegreeCostFactory, "degree", {"amount": "New"}),
        (DegreeAdditionalMetadataFactory, "degree", {"external_identifier": "New"}),
        (IconTextPairingFactory, "degree", {"text": "New"}),
    ],
)
def test_rows_that_belong_to_a_program_when_made_changed_and_deleted(factory, owner, values):
    program = DegreeFactory()
    given = {"curriculum": CurriculumFactory(program=program)} if owner == "curriculum__program" else {owner: program}
    settle()
    with freeze_time(NOW):
        row = factory(**given)
    assert program.pk in stamped()
    settle()
    change(row)
    assert stamped() == set()
    change(row, **values)
    assert stamped() == {program.pk}
    settle()
    with freeze_time(NOW):
        row.delete()
    assert stamped() == {program.pk}


def test_a_curriculum_that_moves_concerns_both_programs():
    curriculum, other = CurriculumFactory(), ProgramFactory()
    settle()
    change(curriculum, program=other)
    assert stamped() == {curriculum.program_id, other.pk}


def test_a_program_is_deleted_with_all_that_belongs_to_it():
    degree = DegreeCostFactory().degree
    CurriculumFactory(program=degree, courses=[CourseFactory()], programs=[ProgramFactory()])
    degree.delete()
    assert not Program.objects.filter(pk=degree.pk).exists()


class TestRelations:
    def test_ordered_ones_are_stamped_when_members_or_order_change(self):
        courses = CourseFactory.create_batch(2)
        program = ProgramFactory(courses=courses)
        for members, expected in [(courses, False), (courses[::-1], True), (courses[:1], True)]:
            settle()
            with freeze_time(NOW):
                program.courses.set(members)
            assert bool(stamped()) is expected
            program.courses.set(courses)

    def test_clearing(self, django_capture_on_commit_callbacks):
        program = ProgramFactory(faq=[FAQFactory()])
        settle()
        with freeze_time(NOW), django_capture_on_commit_callbacks(execute=True):
            program.faq.set([])
        assert stamped() == {program.pk}

    def test_clearing_what_is_empty(self, django_capture_on_commit_callbacks):
        program = ProgramFactory()
        settle()
        with freeze_time(NOW), django_capture_on_commit_callbacks(execute=True):
            program.faq.set([])
        assert stamped() == set()

    def test_from_the_other_side(self):
        program, course = ProgramFactory(), CourseFactory()
        settle()
        with freeze_time(NOW):
            course.programs.add(program)
        assert stamped() == {program.pk}

    def test_labels_and_excluded_runs(self):
        program, run = ProgramFactory(labels=["a"]), CourseRunFactory()
        for act, expected in [
            (lambda: program.labels.add("a"), False),
            (lambda: program.labels.add("b"), True),
            (lambda: program.labels.remove("b"), True),
            (lambda: program.excluded_course_runs.set([run]), True),
            (lambda: program.excluded_course_runs.set([run]), False),
            (lambda: program.excluded_course_runs.set([]), True),
        ]:
            settle()
            with freeze_time(NOW):
                act()
            assert bool(stamped()) is expected

    def test_of_degrees(self):
        degree = DegreeFactory()
        settle()
        with freeze_time(NOW):
            degree.rankings.set([RankingFactory()])
        assert stamped() == {degree.pk}


class TestMarketingSlug:
    def test_an_author_gives_the_program_its_page(self):
        program = ProgramFactory(type=ProgramTypeFactory(name="XSeries"), title="Alps", marketing_slug="alps")
        program.authoring_organizations.set([OrganizationFactory(key="AlpX"), OrganizationFactory()])
        assert Program.objects.get(pk=program.pk).marketing_slug == "xseries/alpx-alps"

    def test_from_the_side_of_the_organization(self):
        program = ProgramFactory(type=ProgramTypeFactory(name="XSeries"), title="Alps", marketing_slug="alps")
        OrganizationFactory(key="AlpX").authored_programs.add(program)
        assert Program.objects.get(pk=program.pk).marketing_slug == "xseries/alpx-alps"


class TestSubscriptionInclusion:
    def included(self, program):
        return Program.objects.get(pk=program.pk).enterprise_subscription_inclusion

    @pytest.fixture
    def xseries(self):
        return ProgramTypeFactory(name="XSeries")

    def test_follows_type_and_courses(self, xseries):
        program = ProgramFactory(type=xseries)
        assert program.enterprise_subscription_inclusion
        program.courses.set([CourseFactory(enterprise_subscription_inclusion=True)])
        assert self.included(program)
        program.courses.add(CourseFactory(enterprise_subscription_inclusion=False))
        assert not self.included(program)
        assert not self.included(ProgramFactory())

    def test_follows_a_course_that_changes(self, xseries):
        course = CourseFactory(enterprise_subscription_inclusion=False)
        program = ProgramFactory(type=xseries, courses=[course])
        change(course, enterprise_subscription_inclusion=True)
        assert self.included(program)
