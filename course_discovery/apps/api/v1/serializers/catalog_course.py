from typing import Any

from course_discovery.apps.api.v1.serializers.course import COURSE_NEEDS, CourseSerializer
from course_discovery.apps.api.v1.serializers.course_run import RUN_NEEDS, CourseRunSerializer
from course_discovery.rest.serializers import SparseFields


class CatalogCourseRunSerializer(CourseRunSerializer):
    """`context["links_archived_runs"]`: runs that are over lead to the platform, which still shows their material."""

    def get_marketing_url(self, run: Any) -> str | None:
        if self.context.get("links_archived_runs") and run.has_ended():
            lms_url = run.course.partner.lms_url
            return f"{lms_url.rstrip('/')}/courses/{run.key}/course/" if lms_url else None
        return super().get_marketing_url(run)


class CatalogCourseSerializer(CourseSerializer):
    """A course within a catalog; context as of CourseSerializer, and `links_archived_runs` of its runs."""

    programs = None
    course_run_keys = None
    editable = None
    advertised_course_run_uuid = None

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"course_runs": CatalogCourseRunSerializer(many=True)}


def needed_of_catalog_courses(sparse: SparseFields, *, is_internal: bool) -> set[str]:
    """What `load_courses` must fetch for the keys that are kept."""
    needed = sparse.needs(COURSE_NEEDS)
    if sparse.keeps("course_runs"):
        needed |= sparse.needs(RUN_NEEDS)
    return needed if is_internal else needed - {"editors"}
