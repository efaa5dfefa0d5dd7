"""How languages are named to readers."""

WHOLE_NAME_PREFIX = "zh"


def macrolanguage(name: str) -> str:
    """Return the language of a name like `English - India`: the text before the first `-`, trimmed."""
    return name.partition("-")[0].strip()


def display_name(code: str, name: str) -> str:
    """Return the name under which lists and facets show a language.

    The variants of Chinese are told apart by their whole names, all other languages by their macrolanguage.
    """
    return name if code.startswith(WHOLE_NAME_PREFIX) else macrolanguage(name)
