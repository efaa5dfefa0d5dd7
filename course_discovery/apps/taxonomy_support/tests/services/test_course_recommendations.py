from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory, SubjectFactory
from course_discovery.apps.course_metadata.tests.skill_factories import CourseSkillsFactory, SkillFactory
from course_discovery.apps.taxonomy_support.models import CourseRecommendation, UpdateCourseRecommendationsConfig
from course_discovery.apps.taxonomy_support.services.course_recommendations import (
    all_courses,
    courses_changed_since,
    update_recommendations,
)

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def make():
    """Make an official course of one partner with skills named by letters."""
    partner = PartnerFactory()

    def course(skills="", **values):
        made = CourseFactory(partner=partner, **values)
        teach(made, skills)
        return made

    return course


def teach(course, skills, **values):
    for name in skills:
        skill = SkillFactory._meta.model.objects.filter(name=name).first() or SkillFactory(name=name)
        CourseSkillsFactory(course_key=course.key, skill=skill, **values)


def stored():
    return [
        (
            row.course.title,
            row.recommended_course.title,
            row.skills_intersection_length,
            row.skills_intersection_ratio,
            row.subjects_intersection_length,
            row.subjects_intersection_ratio,
        )
        for row in CourseRecommendation.objects.select_related("course", "recommended_course").order_by("pk")
    ]


class TestUpdate:
    def test_courses_are_compared_by_skills_and_subjects(self, make):
        life = SubjectFactory()
        first = make("ab", title="first", subjects=[life])
        make("bc", title="second")
        make("", title="third", subjects=[life, SubjectFactory()])
        make("x", title="other")
        refused = make("", title="refused")
        teach(refused, "a", is_blacklisted=True)
        outcome = update_recommendations([first.pk])
        assert (outcome.updated, outcome.skipped) == ([first.key], [])
        assert stored() == [("first", "second", 1, 1 / 3, 0, 0.0), ("first", "third", 0, 0.0, 1, 1 / 2)]

    def test_earlier_ones_are_replaced_and_those_of_other_courses_stay(self, make):
        first, second = make("a", title="first"), make("a", title="second")
        update_recommendations(all_courses())
        assert [row[:2] for row in stored()] == [("first", "second"), ("second", "first")]
        make("a", title="third")
        update_recommendations([first.pk])
        assert sorted(row[:2] for row in stored()) == [("first", "second"), ("first", "third"), ("second", "first")]
        assert second.course_recommendations.count() == 1

    def test_nothing_to_compare_by_is_skipped_with_a_warning(self, make, caplog):
        course = make()
        assert update_recommendations([course.pk]).skipped == [course.key]
        assert course.key in caplog.text

    def test_drafts_take_no_part(self, make):
        course = make("a")
        draft = DraftCourseFactory(partner=course.partner, key="Org+Draft")
        teach(draft, "a")
        assert update_recommendations([course.pk, draft.pk]).updated == [course.key]
        assert stored() == []

    @pytest.mark.parametrize("courses", [2, 10])
    def test_costs_the_same_however_many_there_are(self, make, django_assert_num_queries, courses):
        for _ in range(courses):
            make("a")
        chosen = all_courses()
        # Keys, skills, subjects, organizations, courses; savepoint, what is there, what comes, savepoint, its bulk.
        with django_assert_num_queries(9):
            update_recommendations(chosen)
        assert CourseRecommendation.objects.count() == courses * (courses - 1)


def test_changed_are_new_courses_and_those_whose_skills_changed(make):
    with freeze_time(NOW - timedelta(days=30)):
        old, taught = make("a"), make("a")
    with freeze_time(NOW - timedelta(days=1)):
        new = make()
        teach(taught, "b")
    assert courses_changed_since(NOW - timedelta(days=2)) == {new.pk, taught.pk}
    assert courses_changed_since(NOW - timedelta(days=31)) == {old.pk, new.pk, taught.pk}


class TestCommand:
    @pytest.fixture
    def courses(self, make):
        with freeze_time(NOW - timedelta(days=11)):
            old = make("a", title="old")
        with freeze_time(NOW - timedelta(days=9)):
            new = make("a", title="new")
        return old, new

    def run(self, *args):
        with freeze_time(NOW):
            call_command("update_course_recommendations", *args)
        return sorted(row[0] for row in stored())

    @pytest.mark.parametrize("args", [(), ("--all", "--args-from-database"), ("--all", "--num-past-days", "0")])
    def test_one_option_must_be_chosen(self, args):
        with pytest.raises(CommandError, match="Invalid arguments"):
            self.run(*args)

    def test_a_bad_uuid_is_refused(self):
        with pytest.raises(CommandError, match="not all of these are UUIDs: 7"):
            self.run("-uuids", "7")

    def test_the_courses_chosen(self, courses):
        assert self.run("-num-past-days", "10") == ["new"]
        CourseRecommendation.objects.all().delete()
        assert self.run("-uuids", str(courses[0].uuid)) == ["old"]
        assert self.run("--all") == ["new", "old"]

    @pytest.mark.parametrize(
        ("values", "titles"),
        [
            ({}, ["new"]),
            ({"num_past_days": 0}, ["new"]),
            ({"num_past_days": 12}, ["new", "old"]),
            ({"all_courses": True, "num_past_days": 1}, ["new", "old"]),
            ({"all_courses": True, "uuids": "{old}"}, ["old"]),
        ],
    )
    def test_the_configuration_chooses(self, courses, values, titles):
        configuration = UpdateCourseRecommendationsConfig.get_solo()
        for name, value in values.items():
            setattr(configuration, name, value.format(old=courses[0].uuid) if name == "uuids" else value)
        configuration.save()
        assert self.run("--args-from-database") == titles
