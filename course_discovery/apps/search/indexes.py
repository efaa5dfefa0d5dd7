"""Physical indexes and the aliases that point at them.

An alias (`course`) names one physical index (`course_20261121_111327`, UTC time of its making). Searches and writes use
the alias; a rebuild makes a new physical index and moves the alias to it.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone
from elasticsearch import NotFoundError
from elasticsearch.dsl import Index

from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import CatalogueDocument

_TIMESTAMP = "%Y%m%d_%H%M%S"
_PHYSICAL = re.compile(r"(?P<alias>\w+)_\d{8}_\d{6}")
# While an index is built it also bears this alias: changes that happen meanwhile are written to it as well.
_BUILDING = "{alias}_building"
# Under this name an index keeps what it was made for, so that a changed mapping is noticed.
_HASH = "definition"


def alias_of(physical: str) -> str:
    """Return the alias that a physical index was made for."""
    match = _PHYSICAL.fullmatch(physical)
    return match["alias"] if match else physical


def create_index(document: type[CatalogueDocument]) -> str:
    """Make an empty physical index for the document type, for nobody to search yet, and return its name."""
    alias = document._index._name
    moment = timezone.now()
    # Two builds within one second must not share a name.
    while client().indices.exists(index=(physical := f"{alias}_{moment:{_TIMESTAMP}}")):
        moment += timedelta(seconds=1)
    client().indices.create(index=physical, **definition(document), aliases={_BUILDING.format(alias=alias): {}})
    return physical


def definition(document: type[CatalogueDocument]) -> dict[str, Any]:
    """Return the settings and mappings of an index for the document type; the mappings bear the hash of both."""
    index: Index = document._index.clone()
    whole = index.to_dict()
    analysed = {"mappings": whole["mappings"], "analysis": whole["settings"].get("analysis")}
    digest = sha256(json.dumps(analysed, sort_keys=True).encode()).hexdigest()
    return {**whole, "mappings": {**whole["mappings"], "_meta": {_HASH: digest}}}


def is_outdated(document: type[CatalogueDocument]) -> bool:
    """Tell whether the index in use was made for other fields, analyzers or synonyms than the document type has now."""
    current = current_index(document._index._name)
    if current is None:
        return False
    meta = client().indices.get_mapping(index=current)[current]["mappings"].get("_meta", {})
    return meta.get(_HASH) != definition(document)["mappings"]["_meta"][_HASH]


def point_aliases(targets: Mapping[str, str]) -> None:
    """Move each alias to its physical index, all of them in one step that either happens or does not."""
    actions: list[dict[str, Any]] = []
    for alias, physical in targets.items():
        for name in (alias, _BUILDING.format(alias=alias)):
            holders = _holders(name)
            actions.extend({"remove": {"alias": name, "index": holder}} for holder in holders if holder != physical)
        if physical in _holders(_BUILDING.format(alias=alias)):
            actions.append({"remove": {"alias": _BUILDING.format(alias=alias), "index": physical}})
        actions.append({"add": {"alias": alias, "index": physical}})
    client().indices.update_aliases(actions=actions)


def current_index(alias: str) -> str | None:
    """Return the physical index that is searched under the alias, None when there is none."""
    return next(iter(_holders(alias)), None)


def write_targets(aliases: Collection[str]) -> dict[str, list[str]]:
    """Return, by alias, the physical indexes that a change must reach: the one searched, and any that is being built.

    All in one look: between two, a build could take its place and be overlooked by both.
    """
    names = {name: alias for alias in aliases for name in (alias, _BUILDING.format(alias=alias))}
    targets: dict[str, list[str]] = {alias: [] for alias in aliases}
    # For names that nothing has the status is 404, and the others are in the answer all the same.
    found = client().options(ignore_status=404).indices.get_alias(name=list(names))
    for physical, held in sorted((name, held) for name, held in found.items() if name not in ("error", "status")):
        for alias in {names[name] for name in held["aliases"]}:
            targets[alias].append(physical)
    return targets


def delete_indexes(physical: Iterable[str]) -> None:
    """Delete the indexes, those that are already gone included."""
    for name in physical:
        client().options(ignore_status=404).indices.delete(index=name)


def physical_indexes(alias: str) -> list[str]:
    """Return every physical index made for the alias, oldest first."""
    return sorted(name for name in client().indices.get(index="*") if name != alias and alias_of(name) == alias)


def abandoned_builds(alias: str) -> list[str]:
    """Return the indexes of builds that never came to their end (the process was killed)."""
    return _holders(_BUILDING.format(alias=alias))


def prune_indexes(alias: str) -> list[str]:
    """Delete the oldest indexes of the alias beyond ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT spares; return their names.

    The index that is searched is never deleted.
    """
    in_use = write_targets([alias])[alias]
    spares = [name for name in physical_indexes(alias) if name not in in_use]
    surplus = spares[: max(len(spares) - settings.ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT, 0)]
    delete_indexes(surplus)
    return surplus


def refresh(physical: Iterable[str]) -> None:
    """Make everything written so far visible to searches."""
    client().indices.refresh(index=list(physical))


def _holders(alias: str) -> list[str]:
    try:
        return sorted(client().indices.get_alias(name=alias))
    except NotFoundError:
        return []
