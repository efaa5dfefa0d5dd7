"""Media that nothing uses."""

import pytest

from course_discovery.apps.course_metadata.models import Image, Video
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    DraftCourseRunFactory,
    ImageFactory,
    VideoFactory,
)
from course_discovery.apps.data_loading.services.orphans import delete_orphan_media


@pytest.mark.django_db
def test_what_is_used_anywhere_stays(django_assert_max_num_queries):
    of_course, of_draft = VideoFactory(), VideoFactory()
    CourseFactory(video=of_course)
    DraftCourseRunFactory(video=of_draft)
    VideoFactory.create_batch(2, image=None)
    ImageFactory.create_batch(3)
    with django_assert_max_num_queries(30):
        assert delete_orphan_media() == {"Image": 3, "Video": 2}
    assert set(Video.objects.all()) == {of_course, of_draft}
    assert set(Image.objects.all()) == {of_course.image, of_draft.image}
