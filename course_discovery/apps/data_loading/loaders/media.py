"""Videos of course runs, kept by their address."""

from collections.abc import Collection

from course_discovery.apps.course_metadata.models import Video
from course_discovery.apps.data_loading.loaders.bulk import create_rows
from course_discovery.apps.data_loading.outcome import Outcome


def videos(addresses: Collection[str], outcome: Outcome) -> dict[str, int]:
    """Return the primary key of the video of each address; unknown ones are created."""
    found = dict(Video.objects.filter(src__in=addresses).values_list("src", "pk")) if addresses else {}
    missing = [Video(src=address) for address in sorted(set(addresses) - set(found))]
    create_rows(Video, missing, ("src",), outcome, history=False)
    return found | {video.src: video.pk for video in missing}
