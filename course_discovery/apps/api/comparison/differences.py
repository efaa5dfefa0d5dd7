"""What differs between two objects of the API, by field path: `course_runs[].seats[].price`."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

MISSING = "(no such key)"
# Times of writing and database ids differ between any two loads: only their form is compared.
FORM_ONLY = frozenset({"modified", "created", "data_modified_timestamp", "id", "organization_id"})
# Rows that every installation seeds for itself; a seat's or a run's legacy `type` is a word and compared whole.
SEEDED_UUIDS = frozenset({"type", "run_type", "type_attrs.uuid"})
UNORDERED = frozenset({"skill_names", "seat_types", "transcript_languages", "staff_uuids"})
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
IMAGE_HASH = re.compile(r"-[0-9a-f]{12}(?=(\.[a-z]+)+$)")
UTM_SOURCE = re.compile(r"(?<=[?&])utm_source=[^&]*")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
# What tells the members of a list apart, the first of these that they have.
IDENTITIES = (("key",), ("type", "currency", "credit_provider"), ("mode",), ("uuid",), ("slug",), ("external_id",))


class Difference(NamedTuple):
    path: str
    left: Any
    right: Any


def differences(left: Any, right: Any, path: str = "") -> Iterator[Difference]:
    """Every difference of two JSON values. A list's order counts, unless its members tie by start or have none."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in [*left, *(name for name in right if name not in left)]:
            below = f"{path}.{name}" if path else name
            yield from differences(left.get(name, MISSING), right.get(name, MISSING), below)
    elif isinstance(left, list) and isinstance(right, list):
        yield from _of_lists(left, right, path)
    elif not _same(left, right, path):
        yield Difference(path, left, right)


def _of_lists(left: list[Any], right: list[Any], path: str) -> Iterator[Difference]:
    identity = _identity([*left, *right])
    if identity is None:
        if _last(path) in UNORDERED:
            left, right = sorted(left, key=str), sorted(right, key=str)
        if left != right:
            yield Difference(path, left, right)
        return
    lefts, rights = _by_identity(left, identity), _by_identity(right, identity)
    if lefts.keys() != rights.keys():
        yield Difference(f"{path} (members)", list(lefts), list(rights))
    for name in lefts.keys() & rights.keys():
        yield from differences(lefts[name], rights[name], f"{path}[]")
    shared = [name for name in lefts if name in rights]
    if shared != [name for name in rights if name in lefts] and not _ties(left, right):
        yield Difference(f"{path} (order)", list(lefts), list(rights))


def _identity(members: list[Any]) -> tuple[str, ...] | None:
    if not members or not all(isinstance(member, dict) for member in members):
        return None
    return next((names for names in IDENTITIES if all(name in member for member in members for name in names)), None)


def _by_identity(members: list[dict[str, Any]], names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {" ".join(str(member[name]) for name in names): member for member in members}


def _ties(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> bool:
    """Whether both lists are in the same order of their starts, so that only rows with equal starts changed places."""
    starts = [[member.get("start", MISSING) for member in members] for members in (left, right)]
    return MISSING not in starts[0] and starts[0] == starts[1]


def _same(left: Any, right: Any, path: str) -> bool:
    if left == right:
        # 0 and False, 1 and True are different values in JSON.
        return isinstance(left, bool) == isinstance(right, bool)
    name = _last(path)
    if name in FORM_ONLY:
        return _form(left) == _form(right)
    if isinstance(left, str) and isinstance(right, str):
        if any(path.endswith(seeded) for seeded in SEEDED_UUIDS) and UUID.fullmatch(left) and UUID.fullmatch(right):
            return True
        return _comparable(left) == _comparable(right)
    return False


def _form(value: Any) -> str:
    return NUMBER.sub("0", str(value)) if value is not None else "null"


def _comparable(text: str) -> str:
    """Without what depends on the upload (a hash in an image's name) or on who recorded (utm_source)."""
    return UTM_SOURCE.sub("utm_source=", IMAGE_HASH.sub("", text))


def _last(path: str) -> str:
    return path.rpartition(".")[2].removesuffix("[]")
