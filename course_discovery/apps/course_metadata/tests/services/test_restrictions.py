import pytest

from course_discovery.apps.course_metadata.models import RestrictedCourseRun
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.services.restrictions import update_or_create_restriction
from course_discovery.apps.course_metadata.tests.factories import DraftCourseRunFactory, RestrictedCourseRunFactory

pytestmark = pytest.mark.django_db


def test_draft_is_restricted_first():
    draft = DraftCourseRunFactory()
    official = officialise_run(draft)
    update_or_create_restriction(draft, "custom-b2c")
    assert (draft.restriction_type, draft.restricted_run.draft) == ("custom-b2c", True)
    assert not RestrictedCourseRun.objects.filter(course_run=official).exists()
    update_or_create_restriction(draft, "custom-b2b-enterprise")
    assert draft.restriction_type == "custom-b2b-enterprise"
    update_or_create_restriction(draft, None)
    assert draft.restriction_type == "custom-b2b-enterprise"


def test_lifting_holds_for_both_rows():
    draft = DraftCourseRunFactory()
    RestrictedCourseRunFactory(course_run=draft)
    officialise_run(draft)
    assert RestrictedCourseRun.everything.count() == 2
    update_or_create_restriction(draft, "")
    assert RestrictedCourseRun.everything.count() == 0
    assert draft.restriction_type is None


def test_unknown_types_are_refused():
    with pytest.raises(ValueError, match="Not a valid choice for restriction_type"):
        update_or_create_restriction(DraftCourseRunFactory(), "nonsense")
