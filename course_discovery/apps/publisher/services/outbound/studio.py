"""Telling Studio of new and changed runs.

Runs are told as their drafts have them, as Studio is where editors go on with them; what a published run has of its
course is told as it is public.
"""

import logging
from mimetypes import guess_type
from pathlib import PurePosixPath

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseEditor, CourseRun
from course_discovery.apps.publisher.choices import OutboundSystem, PushStatus
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules import studio as rules
from course_discovery.apps.publisher.services.studio_pushes import NEW_RUN
from course_discovery.integrations.errors import BadStatus, PlatformError
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.studio import StudioApi

logger = logging.getLogger(__name__)

_GONE = "The run is not there any more."
_NO_STUDIO = "The partner has no studio_url any more."


def send_new_run(push: OutboundPush) -> str:
    """Make the run in Studio. One that is there already is left as it is: an earlier attempt may have got through."""
    run = _run(push)
    if run is None or not push.partner.studio_url:
        return _GONE if run is None else _NO_STUDIO
    details = push.details or {}
    source = details.get("source")
    if source:
        _wait_for(push, source)
    names = [*_editors(run), *filter(None, [details.get("requested_by")])]
    body = rules.new_run_body(_facts(run), _warned(run, names))
    api = _api(push)
    try:
        if source:
            api.rerun(source, body)
        else:
            api.create_run(body)
    except BadStatus as error:
        if error.transient:
            raise
        if api.has_run(run.key):
            return "Studio has the run already."
        if source and push.attempts > 1:
            # Whoever got no answer to an earlier attempt may be too early: Studio goes on copying.
            raise PlatformError(error.asked, error.came) from error
        raise
    return f"Made as a rerun of {source}." if source else "Made."


def send_run(push: OutboundPush) -> str:
    """Tell Studio what of a run may have changed."""
    run = _run(push)
    if run is None or not push.partner.studio_url:
        return _GONE if run is None else _NO_STUDIO
    clears = bool((push.details or {}).get("clears_enrollment"))
    body = rules.changed_run_body(_facts(run), _warned(run, _editors(run)), clears)
    if "enrollment_start" in body.get("schedule", {}):
        logger.info("Enrollment information added to data %s for course run %s", body, run.key)
    _api(push).update_run(run.key, body)
    return "Told."


def send_image(push: OutboundPush) -> str:
    """Give Studio the card image: of a published run the public one, else that of the draft."""
    run = _run(push)
    if run is None or not push.partner.studio_url:
        return _GONE if run is None else _NO_STUDIO
    course = _shown_course(run)
    if not course.image:
        return "The course has no image."
    name = PurePosixPath(course.image.name).name
    with course.image.open("rb") as file:
        content = file.read()
    try:
        _api(push).set_image(run.key, name, content, guess_type(name)[0] or "application/octet-stream")
    except PlatformError:
        logger.exception(
            "An error occurred while setting the course run image for [%s] in studio. "
            "All other fields were successfully saved in Studio.",
            run.key,
        )
        raise
    return f"Given {name}."


def send_end_dates(push: OutboundPush) -> str:
    """Tell Studio when a run ends."""
    run = _run(push)
    if run is None or not push.partner.studio_url:
        return _GONE if run is None else _NO_STUDIO
    _api(push).update_run(run.key, rules.end_dates_body(run.end, run.enrollment_end))
    return "Told."


def _run(push: OutboundPush) -> CourseRun | None:
    runs = CourseRun.everything.filter_drafts(course__partner=push.partner_id, key=push.key)
    return runs.select_related("course__type", "course__partner").first()


def _shown_course(run: CourseRun) -> Course:
    official = run.course.official_version if run.status == CourseRunStatus.Published else None
    return official or run.course


def _api(push: OutboundPush) -> StudioApi:
    return StudioApi(push.partner.studio_url or "", service_session())


def _wait_for(push: OutboundPush, source_key: str) -> None:
    """Raises PlatformError while the run to be repeated has not been made itself."""
    unmade = OutboundPush.objects.filter(
        partner=push.partner_id,
        system=OutboundSystem.Studio,
        what=NEW_RUN,
        key=source_key,
        status__in=(PushStatus.Pending, PushStatus.Running),
    )
    if unmade.exists():
        raise PlatformError(f"rerun of {source_key}", "that run is not made yet")


def _facts(run: CourseRun) -> rules.RunFacts:
    return rules.RunFacts(
        key=run.key,
        title=run.title_override or _shown_course(run).title,
        pacing_type=run.pacing_type,
        start=run.start,
        end=run.end,
        enrollment_start=run.enrollment_start,
        enrollment_end=run.enrollment_end,
        is_external=run.course.is_external_course,
    )


def _editors(run: CourseRun) -> list[str]:
    editors = CourseEditor.objects.filter(course__uuid=run.course.uuid, course__partner=run.course.partner_id)
    return list(editors.order_by("pk").values_list("user__username", flat=True))


def _warned(run: CourseRun, team: list[str]) -> list[str]:
    if not team:
        logger.warning(
            "No course team admin specified for course [%s]. This may result in a Studio course run being created "
            "without a course team.",
            run.course.key,
        )
    return team
