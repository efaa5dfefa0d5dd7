import pytest

from course_discovery.apps.course_metadata.rules.ai_languages import is_valid

FRENCH = {"code": "fr", "label": "French"}


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ({"translation_languages": [], "transcription_languages": []}, True),
        ({"translation_languages": [FRENCH], "transcription_languages": [FRENCH, FRENCH]}, True),
        ({"translation_languages": []}, False),
        ({"translation_languages": [], "transcription_languages": [], "more": []}, False),
        ({"translation_languages": {}, "transcription_languages": []}, False),
        ({"translation_languages": ["fr"], "transcription_languages": []}, False),
        ({"translation_languages": [{"code": "fr"}], "transcription_languages": []}, False),
        ({"translation_languages": [FRENCH | {"x": "y"}], "transcription_languages": []}, False),
        ({"translation_languages": [{"code": 1, "label": "x"}], "transcription_languages": []}, False),
        ([], False),
        ("text", False),
    ],
)
def test_is_valid(value, valid):
    assert is_valid(value) is valid
