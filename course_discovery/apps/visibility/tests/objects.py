"""About forty courses, runs and programs, each different in what decides whether it is shown."""

from datetime import timedelta
from string import ascii_lowercase

from django.utils import timezone

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus, RestrictionType
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory

RETIRED = "retired-type"


def make_runs(partner):
    """Return runs by what is special about them; each is the only one of its course."""
    now = timezone.now()
    past, future = now - timedelta(days=1), now + timedelta(days=1)
    unmarketed = CourseRunTypeFactory(slug="unmarketed", is_marketable=False)
    retired = CourseRunTypeFactory(slug=RETIRED)
    retired_course = CourseTypeFactory(slug=RETIRED)
    elsewhere = PartnerFactory(short_code="other")
    special = {
        "plain": {},
        "hidden": {"hidden": True},
        "unpublished": {"status": CourseRunStatus.Unpublished},
        "in review": {"status": CourseRunStatus.LegalReview},
        "reviewed": {"status": CourseRunStatus.Reviewed},
        "over": {"end": past},
        "without end": {"end": None},
        "enrollment over": {"enrollment_end": past},
        "enrollment to begin": {"enrollment_start": future},
        "enrollment open": {"enrollment_start": past, "enrollment_end": future},
        "untyped": {"type": None},
        "of unmarketed type": {"type": unmarketed},
        "of retired type": {"type": retired},
        "hidden and over": {"hidden": True, "end": past},
        "unpublished and untyped": {"status": CourseRunStatus.Unpublished, "type": None},
        "of old key": {"key": "Org/Old/Run"},
    }
    runs = {}
    for number, (name, values) in enumerate(special.items()):
        key = f"V+{number}"
        course = CourseFactory(partner=partner, key=key)
        runs[name] = CourseRunFactory(**{"course": course, "key": f"course-v1:{key}+1", **values})
        SeatFactory(course_run=runs[name])
    runs["seatless"] = CourseRunFactory(course__partner=partner, course__key="V+s", key="course-v1:V+s+1")
    runs["audit only"] = CourseRunFactory(course__partner=partner, course__key="V+a", key="course-v1:V+a+1")
    SeatFactory(course_run=runs["audit only"], type__slug="audit", price=0)
    for number, restriction in enumerate([*RestrictionType.values, None]):
        name, key = f"restricted to {restriction}", f"V+r{number}"
        runs[name] = CourseRunFactory(course__partner=partner, course__key=key, key=f"course-v1:{key}+1")
        SeatFactory(course_run=runs[name])
        RestrictedCourseRunFactory(course_run=runs[name], restriction_type=restriction)
    runs["elsewhere"] = CourseRunFactory(course__partner=elsewhere, course__key="V+e", key="course-v1:V+e+1")
    SeatFactory(course_run=runs["elsewhere"])
    of_retired = CourseFactory(partner=partner, key="V+t", type=retired_course)
    runs["of retired course"] = CourseRunFactory(course=of_retired, key="course-v1:V+t+1")
    SeatFactory(course_run=runs["of retired course"])
    external = CourseFactory(partner=partner, key="V+x", type=CourseTypeFactory(slug="bootcamp-2u"))
    runs["external"] = CourseRunFactory(course=external, key="course-v1:V+x+1")
    SeatFactory(course_run=runs["external"])
    runs["draft"] = DraftCourseRunFactory(
        course=DraftCourseFactory(partner=partner, key="V+d"), key="course-v1:V+d+1", status=CourseRunStatus.LegalReview
    )
    SeatFactory(course_run=runs["draft"])
    runs["pair"] = CourseRunFactory(course__partner=partner, course__key="V+p", key="course-v1:V+p+1")
    draft = DraftCourseRunFactory(
        course=DraftCourseFactory(partner=partner, key="V+p", uuid=runs["pair"].course.uuid),
        key="course-v1:V+p+1",
        uuid=runs["pair"].uuid,
        hidden=True,
    )
    runs["pair"].draft_version = draft
    runs["pair"].save()
    SeatFactory(course_run=runs["pair"])
    for number, run in enumerate(runs.values()):
        # Of one length, so that no title begins with another.
        run.title_override = f"topic{ascii_lowercase[number // 26]}{ascii_lowercase[number % 26]}"
        run.save()
    return runs


def make_programs(partner, runs):
    """Return programs by what is special about them. The run `over` is excluded from the program `excluding`."""
    courses = [runs[name].course for name in ("plain", "over", "untyped", "hidden", "restricted to custom-b2c")]
    special = {
        "active": {},
        "unpublished": {"status": ProgramStatus.Unpublished},
        "retired": {"status": ProgramStatus.Retired},
        "deleted": {"status": ProgramStatus.Deleted},
        "hidden": {"hidden": True},
        "without page": {"marketing_slug": ""},
        "of degree type": {"type": ProgramTypeFactory(slug="masters")},
        "untyped": {"type": None},
        "empty": {"courses": []},
        "excluding": {"excluded_course_runs": [runs["over"]]},
        "elsewhere": {"partner": runs["elsewhere"].course.partner},
        "of no partner": {"partner": None},
    }
    return {
        name: ProgramFactory(
            **{"partner": partner, "courses": courses, "title": f"series{ascii_lowercase[number]}", **values}
        )
        for number, (name, values) in enumerate(special.items())
    }
