"""Giving the LMS the modes of a run that nobody buys, such as that of a master's degree."""

import logging

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.lms_run_modes import RunModesApi
from course_discovery.integrations.oauth import service_session

logger = logging.getLogger(__name__)


def send_modes(push: OutboundPush) -> str:
    """Add the modes of tracks without seat that the run `push.key` lacks. One that fails keeps no other from it."""
    partner = push.partner
    if not partner.lms_coursemode_api_url:
        logger.info("No LMS coursemode api url configured. Cannot publish LMS tracks for [%s].", push.key)
        return "The partner has no address for modes."
    run = CourseRun.objects.filter(key=push.key, course__partner=partner).select_related("type").first()
    if run is None:
        return "There is no such official run."
    tracks = run.type.tracks.filter(seat_type=None).select_related("mode").order_by("pk") if run.type else []
    wanted = {track.mode.slug: track.mode for track in tracks}
    if not wanted:
        return "All tracks have seats."
    api = RunModesApi(partner.lms_coursemode_api_url, service_session())
    present = api.slugs(run.key)
    failures: list[PlatformError] = []
    added = []
    for slug in (slug for slug in wanted if slug not in present):
        try:
            api.add(run.key, slug, wanted[slug].name)
        except PlatformError as error:
            logger.warning("Failed publishing [%s] LMS mode for [%s]: %s", slug, run.key, error)
            failures.append(error)
        else:
            logger.info("Successfully published [%s] LMS mode for [%s].", slug, run.key)
            added.append(slug)
    if failures:
        # What is there already is not added again, so that all may be tried once more for the sake of one.
        raise next((error for error in failures if error.transient), failures[0])
    return f"Added: {', '.join(added) or 'none, all were there'}."
