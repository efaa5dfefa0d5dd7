import re
from types import SimpleNamespace

from course_discovery.lib.upload_names import UploadTo


def test_name_is_made_of_the_attribute_and_a_random_part():
    name = UploadTo("media/course/image")(SimpleNamespace(uuid="1234"), "My Photo.PNG")
    assert re.fullmatch(r"media/course/image/1234-[0-9a-f]{12}\.png", name)


def test_names_differ():
    upload_to, row = UploadTo("logos/", "name"), SimpleNamespace(name="masters")
    assert upload_to(row, "a.png") != upload_to(row, "a.png")
    assert upload_to(row, "a.png").startswith("logos/masters-")


def test_equal_settings_make_no_migration():
    assert UploadTo("a") == UploadTo("a", "uuid")
    assert UploadTo("a") != UploadTo("a", "name")
    assert hash(UploadTo("a")) == hash(UploadTo("a"))
