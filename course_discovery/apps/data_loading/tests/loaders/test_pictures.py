"""Pictures of rows."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from course_discovery.apps.course_metadata.models import Person
from course_discovery.apps.course_metadata.tests.factories import PersonFactory
from course_discovery.apps.data_loading.loaders.pictures import differs, store_after_commit
from course_discovery.integrations.pictures import Picture


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(color="red"):
    drawn = BytesIO()
    Image.new("RGB", (200, 200), color).save(drawn, "PNG")
    return Picture(drawn.getvalue(), ".png")


def store(callbacks, pictures):
    with callbacks(execute=True):
        store_after_commit(Person, "profile_image", pictures)


@pytest.mark.django_db
def test_a_picture_differs_by_its_bytes(django_capture_on_commit_callbacks):
    person = PersonFactory(profile_image=None)
    assert not differs(person.profile_image, None)
    assert differs(person.profile_image, picture())
    store(django_capture_on_commit_callbacks, {person.pk: picture()})
    person.refresh_from_db()
    assert not differs(person.profile_image, picture())
    assert differs(person.profile_image, picture("blue"))
    assert not differs(person.profile_image, None)


@pytest.mark.django_db
def test_a_lost_file_is_stored_again(django_capture_on_commit_callbacks):
    person = PersonFactory(profile_image=None)
    store(django_capture_on_commit_callbacks, {person.pk: picture()})
    person.refresh_from_db()
    default_storage.delete(person.profile_image.name)
    assert differs(person.profile_image, picture())


@pytest.mark.django_db
def test_one_that_cannot_be_stored_stops_none_of_the_others(django_capture_on_commit_callbacks, caplog):
    one, two, gone = PersonFactory.create_batch(3, profile_image=None)
    gone_pk = gone.pk
    gone.delete()
    store(
        django_capture_on_commit_callbacks,
        {one.pk: Picture(b"no picture", ".png"), two.pk: picture(), gone_pk: picture()},
    )
    assert f"The picture of {one} was not stored" in caplog.text
    one.refresh_from_db()
    two.refresh_from_db()
    assert (bool(one.profile_image), bool(two.profile_image)) == (False, True)


@pytest.mark.django_db
def test_nothing_is_stored_before_the_commit(django_capture_on_commit_callbacks):
    person = PersonFactory(profile_image=None)
    with django_capture_on_commit_callbacks() as callbacks:
        store_after_commit(Person, "profile_image", {person.pk: picture()})
        store_after_commit(Person, "profile_image", {})
    person.refresh_from_db()
    assert (len(callbacks), bool(person.profile_image)) == (1, False)
