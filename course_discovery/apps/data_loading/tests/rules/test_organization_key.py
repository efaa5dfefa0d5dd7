import pytest

from course_discovery.apps.data_loading.rules.organization_key import key_of_name


@pytest.mark.parametrize(
    ("name", "key"),
    [("LakeX", "LakeX"), (" Lake & Hill, Ltd. ", "Lake-Hill-Ltd."), ("a_b.c-d", "a_b.c-d"), ("湖", ""), ("", "")],
)
def test_key_of_name(name, key):
    assert key_of_name(name) == key
