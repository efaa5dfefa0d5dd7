import pytest
from django.core.exceptions import ImproperlyConfigured

from course_discovery.settings.secret_key import local_secret_key
from course_discovery.settings.yaml_file import layer_over, read_yaml_settings

DEFAULTS = {
    "JWT_AUTH": {"JWT_ALGORITHM": "HS256", "JWT_AUDIENCE": "course-discovery"},
    "REST_FRAMEWORK": {"PAGE_SIZE": 20},
    "STORAGES": {"default": {"BACKEND": "files"}, "staticfiles": {"BACKEND": "static"}},
    "INSTALLED_APPS": ["one"],
    "PLATFORM_NAME": "Default",
}


def test_a_key_replaces_its_default():
    assert layer_over(DEFAULTS, {"PLATFORM_NAME": "Acme"}) == {"PLATFORM_NAME": "Acme"}


def test_jwt_auth_is_merged_and_an_empty_rest_framework_keeps_the_defaults():
    changed = layer_over(DEFAULTS, {"JWT_AUTH": {"JWT_AUDIENCE": "acme"}, "REST_FRAMEWORK": None})
    assert changed["JWT_AUTH"] == {"JWT_ALGORITHM": "HS256", "JWT_AUDIENCE": "acme"}
    assert changed["REST_FRAMEWORK"] == {"PAGE_SIZE": 20}


def test_the_media_block_is_taken_apart_without_touching_the_defaults():
    block = {"DEFAULT_FILE_STORAGE": "bucket", "MEDIA_URL": "https://media.example.com/"}
    changed = layer_over(DEFAULTS, {"MEDIA_STORAGE_BACKEND": block})
    assert changed["STORAGES"] == {"default": {"BACKEND": "bucket"}, "staticfiles": {"BACKEND": "static"}}
    assert changed["MEDIA_URL"] == "https://media.example.com/"
    assert "MEDIA_STORAGE_BACKEND" not in changed
    assert DEFAULTS["STORAGES"]["default"] == {"BACKEND": "files"}


def test_extra_apps_are_installed_and_the_cluster_gets_its_address():
    changed = layer_over(DEFAULTS, {"EXTRA_APPS": ["two"], "ELASTICSEARCH_CLUSTER_URL": "http://search:9200/"})
    assert changed["INSTALLED_APPS"] == ["one", "two"]
    assert changed["ELASTICSEARCH_DSL"] == {"default": {"hosts": "http://search:9200/"}}


@pytest.mark.parametrize(
    ("text", "reason"), [("- a\n- b\n", "must hold a mapping"), ("a: [", "is not YAML"), (None, "cannot be read")]
)
def test_a_broken_file_says_what_is_wrong(tmp_path, text, reason):
    path = tmp_path / "discovery.yml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=reason):
        read_yaml_settings(str(path))


def test_an_empty_file_changes_nothing(tmp_path):
    path = tmp_path / "discovery.yml"
    path.write_text("")
    assert read_yaml_settings(str(path)) == {}


def test_an_installation_makes_its_secret_key_once(tmp_path):
    key = local_secret_key(tmp_path / "data")
    assert len(key) > 50
    assert local_secret_key(tmp_path / "data") == key
    assert local_secret_key(tmp_path / "other") != key
