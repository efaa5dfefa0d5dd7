"""Texts of blocks of course content: of a block itself, then of all below it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from taxonomy.providers import XBlockContent

TRANSCRIPT = "transcript_"
ENGLISH_TRANSCRIPT = "transcript_en"


class BlockTree:
    """`blocks` maps usage keys to {"type", "children": [usage keys]}; `metadata_of` gives what a block is indexed by:
    {"index_dictionary": {"content": {name: text}}}, None of a block that is not to be had.
    """

    def __init__(
        self, blocks: Mapping[str, Mapping[str, Any]], metadata_of: Callable[[str], Mapping[str, Any] | None]
    ) -> None:
        self.blocks = blocks
        self._metadata_of = metadata_of
        self._own: dict[str, list[str]] = {}

    def contents(self, wanted: Iterable[str]) -> Iterator[XBlockContent]:
        """Of the wanted blocks, those that are there and of TAXONOMY_XBLOCK_SUPPORTED_TYPES."""
        for key in wanted:
            kind = self.blocks.get(key, {}).get("type")
            if kind in settings.TAXONOMY_XBLOCK_SUPPORTED_TYPES:
                # A text that stands in several blocks counts once, where it stands first.
                text = " ".join(dict.fromkeys(self._texts_below(key, set())))
                yield XBlockContent(key=key, content_type=kind, content=text)

    def _texts_below(self, key: str, seen: set[str]) -> Iterator[str]:
        if key in seen or key not in self.blocks:
            return
        seen.add(key)
        yield from self._texts_of(key)
        for child in self.blocks[key].get("children") or ():
            yield from self._texts_below(child, seen)

    def _texts_of(self, key: str) -> list[str]:
        if key not in self._own:
            indexed = (self._metadata_of(key) or {}).get("index_dictionary") or {}
            content = indexed.get("content") or {}
            self._own[key] = [
                str(text).strip()
                for name, text in content.items()
                if text and (name == ENGLISH_TRANSCRIPT or not name.startswith(TRANSCRIPT))
            ]
        return self._own[key]
