from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    PersonFactory,
    SeatFactory,
    SeatTypeFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Degree, Program
from course_discovery.apps.programs.tests.factories import (
    DegreeAdditionalMetadataFactory,
    DegreeFactory,
    ProgramFactory,
    ProgramTypeFactory,
)

pytestmark = pytest.mark.django_db


def day(number):
    return datetime(2030, 1, number, tzinfo=UTC)


def canonical(run):
    run.course.canonical_course_run = run
    run.course.save()
    return run


def test_marketable_rows():
    shown = ProgramFactory(marketing_slug="a/b")
    ProgramFactory(marketing_slug="")
    ProgramFactory(marketing_slug="c/d", status=ProgramStatus.Retired)
    assert list(Program.objects.marketable()) == [shown]
    assert shown.is_marketable


class TestMarketingSlug:
    def test_a_slug_is_had_by_one_program_only(self):
        ProgramFactory(marketing_slug="a/b")
        with transaction.atomic(), pytest.raises(IntegrityError):
            ProgramFactory(marketing_slug="a/b")

    def test_any_number_of_programs_has_none(self):
        assert len(ProgramFactory.create_batch(2, marketing_slug="")) == 2

    @pytest.mark.parametrize("slug", ["a b", "a?", "ä"])
    def test_what_it_may_hold(self, slug):
        program = ProgramFactory()
        program.marketing_slug = slug
        with pytest.raises(ValidationError) as error:
            program.full_clean()
        assert set(error.value.message_dict) == {"marketing_slug"}

    def test_url(self):
        program = ProgramFactory(
            partner__marketing_site_url_root="https://m.example/",
            type=ProgramTypeFactory(name="XSeries"),
            marketing_slug="alps",
        )
        assert program.marketing_url == "https://m.example/xseries/alps"


class TestSaving:
    def test_a_change_is_stamped_and_leaves_history(self):
        with freeze_time(day(1)):
            pk = ProgramFactory().pk
        program = Program.objects.get(pk=pk)
        with freeze_time(day(2)):
            program.title = "New"
            program.save()
        assert Program.objects.get(pk=pk).data_modified_timestamp == day(2)
        assert [row.history_type for row in program.history.all()] == ["~", "+"]

    def test_no_change_does_neither(self):
        with freeze_time(day(1)):
            pk = ProgramFactory().pk
        with freeze_time(day(2)):
            Program.objects.get(pk=pk).save()
        program = Program.objects.get(pk=pk)
        assert program.data_modified_timestamp == day(1)
        assert program.history.count() == 1

    def test_degrees_keep_a_history_of_all_columns(self):
        degree = Degree.objects.get(pk=DegreeFactory(title="Old").pk)
        degree.title, degree.apply_url = "New", "https://apply.example.com/new"
        degree.save()
        newest, oldest = degree.history.all()
        assert (newest.title, newest.apply_url) == ("New", "https://apply.example.com/new")
        assert oldest.title == "Old"


class TestRuns:
    def test_order_of_courses(self):
        first = CourseRunFactory(start=day(1)).course
        second = CourseRunFactory(start=day(2)).course
        program = ProgramFactory(courses=[second, first])
        assert list(program.courses.all()) == [second, first]
        assert program.ordered_courses == [first, second]
        program.order_courses_by_start_date = False
        assert program.ordered_courses == [second, first]

    def test_excluded_runs_do_not_count(self):
        run = CourseRunFactory(start=day(1), weeks_to_complete=3)
        later = CourseRunFactory(start=day(5), course=run.course)
        canonical(run)
        program = ProgramFactory(courses=[run.course], excluded_course_runs=[run])
        assert program.course_runs == [later]
        assert program.start == day(5)
        assert program.canonical_course_runs == []
        assert program.weeks_to_complete_min is None
        # Statuses are those of the courses.
        assert program.course_run_statuses == ["published"]

    def test_weeks(self):
        runs = [canonical(CourseRunFactory(weeks_to_complete=weeks)) for weeks in (8, None, 3)]
        CourseRunFactory(course=runs[0].course, weeks_to_complete=1)
        program = ProgramFactory(courses=[run.course for run in runs])
        assert (program.weeks_to_complete_min, program.weeks_to_complete_max) == (3, 8)

    def test_languages(self):
        french = LanguageTag.objects.get(code="fr")
        runs = [
            CourseRunFactory(transcript_languages=[french]),
            CourseRunFactory(language=french),
            CourseRunFactory(language=None),
        ]
        program = ProgramFactory(courses=[run.course for run in runs])
        assert [tag.code for tag in program.languages] == ["en", "fr"]
        assert [tag.code for tag in program.transcript_languages] == ["fr"]
        program.language_override = french
        assert program.active_languages == [french]

    def test_subjects_and_topics(self):
        law, art = SubjectFactory(), SubjectFactory()
        courses = [CourseFactory(subjects=[law, art], topics=["b"]), CourseFactory(subjects=[law], topics=["a", "b"])]
        program = ProgramFactory(courses=courses)
        assert program.subjects == [law, art]
        assert [tag.name for tag in program.topics] == ["a", "b"]
        program.primary_subject_override = art
        assert program.active_subjects == [art, law]

    def test_staff_of_the_advertised_runs(self):
        ada, grace = PersonFactory(), PersonFactory()
        runs = [CourseRunFactory(staff=[ada]), CourseRunFactory(staff=[ada, grace])]
        for run in runs:
            SeatFactory(course_run=run)
        CourseRunFactory(course=runs[0].course, staff=[PersonFactory()], status=CourseRunStatus.Unpublished)
        assert ProgramFactory(courses=[run.course for run in runs]).staff == [ada, grace]


class TestSelling:
    @pytest.fixture
    def verified(self):
        return ProgramTypeFactory(seat_types=["verified"])

    def test_what_does_not_count_for_the_type(self, verified):
        run = canonical(CourseRunFactory())
        seat = SeatFactory(course_run=run, price=Decimal(50))
        SeatFactory(course_run=run, type__slug="professional", price=Decimal(90))
        other = CourseFactory()
        CourseEntitlementFactory(course=other, mode=SeatTypeFactory(slug="professional"))
        entitlement = CourseEntitlementFactory(mode=SeatTypeFactory(slug="verified"), price=Decimal(30))
        program = ProgramFactory(type=verified, courses=[run.course, other, entitlement.course])
        assert program.seats == program.canonical_seats == [seat]
        assert program.seat_types == ["verified"]
        assert program.entitlements == [entitlement]
        assert [tuple(each) for each in program.price_ranges] == [("USD", 30, 50, 80)]

    def test_nothing_counts_without_a_type(self):
        run = canonical(SeatFactory().course_run)
        program = ProgramFactory(type=None, courses=[run.course])
        assert program.applicable_seat_types == []
        assert program.price_ranges == []
        assert program.marketing_url is None

    @freeze_time("2030-06-01")
    def test_one_click(self, verified):
        run = SeatFactory().course_run
        program = ProgramFactory(type=verified, courses=[run.course])
        assert program.is_program_eligible_for_one_click_purchase
        program.one_click_purchase_enabled = False
        assert not program.is_program_eligible_for_one_click_purchase

    @freeze_time("2030-06-01")
    def test_one_click_needs_an_open_run_of_the_right_type(self, verified):
        closed = SeatFactory(course_run__enrollment_end=datetime(2030, 5, 1, tzinfo=UTC)).course_run
        wrong = SeatFactory(type__slug="professional").course_run
        late = SeatFactory(upgrade_deadline_override=datetime(2030, 5, 1, tzinfo=UTC)).course_run
        for run in (closed, wrong, late):
            program = ProgramFactory(type=verified, courses=[run.course])
            assert not program.is_program_eligible_for_one_click_purchase

    @freeze_time("2030-06-01")
    def test_any_seat_will_do_for_a_type_without_seat_types(self):
        run = SeatFactory(type__slug="professional").course_run
        program = ProgramFactory(type=ProgramTypeFactory(), courses=[run.course])
        assert program.is_program_eligible_for_one_click_purchase

    @freeze_time("2030-06-01")
    def test_excluding_runs_leaves_one_to_buy(self, verified):
        run = SeatFactory().course_run
        other = CourseRunFactory(course=run.course, start=day(1) + timedelta(days=3))
        courses = [run.course]
        assert not ProgramFactory(type=verified, courses=courses).is_program_eligible_for_one_click_purchase
        program = ProgramFactory(type=verified, courses=courses, excluded_course_runs=[other])
        assert program.is_program_eligible_for_one_click_purchase


class TestDegree:
    def test_a_program_knows_that_it_is_one(self):
        degree = DegreeFactory()
        program = Program.objects.get(pk=degree.pk)
        assert program.degree_row == degree
        assert not program.is_2u_degree_program
        assert ProgramFactory().degree_row is None

    def test_one_that_another_platform_runs(self):
        degree = DegreeAdditionalMetadataFactory().degree
        assert Program.objects.get(pk=degree.pk).is_2u_degree_program

    def test_text(self):
        assert str(DegreeFactory(title="Law")) == "Degree: Law"
        assert str(ProgramFactory(title="Law", marketing_slug="a/law")) == "Law - a/law"
