"""The shape of the languages that machine translation and transcription offer for a run."""

from typing import Any

MESSAGE = "Could not validate ai_languages field"
LISTS = {"translation_languages", "transcription_languages"}


def is_valid(value: Any) -> bool:
    """Tell whether the value is an object of just the two lists, whose members have just a `code` and a `label`."""
    return isinstance(value, dict) and set(value) == LISTS and all(_is_language_list(value[name]) for name in LISTS)


def _is_language_list(languages: Any) -> bool:
    return isinstance(languages, list) and all(
        isinstance(language, dict)
        and set(language) == {"code", "label"}
        and all(isinstance(text, str) for text in language.values())
        for language in languages
    )
