"""Keys of organizations that come with no more than a name."""

import re

_NOT_IN_KEYS = re.compile(r"[^a-zA-Z0-9._-]+")


def key_of_name(name: str) -> str:
    """Return the name with dashes for what no key may hold; empty where nothing is left."""
    return _NOT_IN_KEYS.sub("-", name).strip("-")
