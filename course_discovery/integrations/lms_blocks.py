"""The LMS: blocks of course content and the texts they are indexed by."""

from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings

from course_discovery.integrations.errors import BadStatus, UnreadableAnswer
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.rate_limit import RateLimit

Blocks = Mapping[str, Mapping[str, Any]]

_NOT_FOUND = 404
_WHOLE_TREE = {"all_blocks": True, "depth": "all", "requested_fields": "children"}


class BlocksApi(JsonApi):
    """The blocks of the LMS Courses API below `base_url` (such as https://lms.example.org/api/courses/v1).

    Trees map usage keys to {"type", "children": [usage keys], ...}. What the LMS does not know is {} or None; every
    other failure is a PlatformError.
    """

    def __init__(self, base_url: str, session: requests.Session) -> None:
        super().__init__(base_url, session, rate_limit=RateLimit(settings.LMS_REQUESTS_PER_MINUTE))

    def in_course(self, course_id: str) -> Blocks:
        """Return all blocks of a course run."""
        return self._found("blocks/", {"course_id": course_id, **_WHOLE_TREE}, _parse_blocks) or {}

    def below_block(self, block_id: str) -> Blocks:
        """Return a block and all below it."""
        return self._found(f"blocks/{block_id}", _WHOLE_TREE, _parse_blocks) or {}

    def block_metadata(self, block_id: str) -> Mapping[str, Any] | None:
        """Return what the LMS indexes of one block: {"index_dictionary": {"content": {name: text}, ...}, ...}."""
        return self._found(f"block_metadata/{block_id}", {"include": "index_dictionary"}, _parse_object)

    def _found(self, path: str, params: Mapping[str, Any], parse: Any) -> Any:
        try:
            return self.get(path, lambda: params, parse)
        except BadStatus as error:
            if error.status == _NOT_FOUND:
                return None
            raise


def _parse_object(body: Any, asked: str) -> Mapping[str, Any]:
    if not isinstance(body, dict):
        raise UnreadableAnswer(asked, "not an object")
    return body


def _parse_blocks(body: Any, asked: str) -> Blocks:
    blocks = _parse_object(body, asked).get("blocks")
    if not isinstance(blocks, dict) or not all(isinstance(block, dict) for block in blocks.values()):
        raise UnreadableAnswer(asked, "no mapping of blocks")
    return blocks
