"""Whether a program shows a course or a run of it to platforms, and why."""

from course_discovery.apps.visibility.rules import course_run as course_runs
from course_discovery.apps.visibility.rules import program, rows
from course_discovery.apps.visibility.rules.course import CourseFacts
from course_discovery.apps.visibility.rules.course_run import RunFacts
from course_discovery.apps.visibility.rules.verdict import Place, Verdict, verdict

ADDRESS = "/api/v1/programs/?status=active&status=retired: courses"


def course_in_program(status: str, partner: str | None, course: CourseFacts) -> Place:
    """`status` and `partner` (a short code) are those of the program."""
    verdicts = (rows.official(course.pair), rows.partner(partner, course.asked), program.cached(status))
    return Place("program", ADDRESS, verdicts)


def run_in_program(status: str, partner: str | None, excluded: bool, run: RunFacts) -> Place:
    """The same of a run, which the program may exclude."""
    verdicts = (
        rows.official(run.pair),
        rows.partner(partner, run.asked),
        program.cached(status),
        not_excluded(excluded),
        course_runs.for_everybody(run),
    )
    return Place("program", ADDRESS, verdicts)


def not_excluded(excluded: bool) -> Verdict:
    no = "The program excludes this run: see its excluded course runs in admin."
    return verdict("excluded", not excluded, excluded, yes="The program does not exclude it.", no=no)
