"""Contentful: the content delivery API, entries with those that they link to."""

from typing import Any

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.outside.double import Double


def entry(identifier: str, content_type: str, **fields: Any) -> dict[str, Any]:
    """An entry as the API writes it."""
    kind = {"sys": {"type": "Link", "linkType": "ContentType", "id": content_type}}
    return {"sys": {"type": "Entry", "id": identifier, "contentType": kind}, "fields": fields}


def link(identifier: str, kind: str = "Entry") -> dict[str, Any]:
    """A field's value that stands for another entry."""
    return {"sys": {"type": "Link", "linkType": kind, "id": identifier}}


def rich_text(*paragraphs: str) -> dict[str, Any]:
    """A rich text of paragraphs."""
    content = [
        {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": text, "marks": [], "data": {}}]}
        for text in paragraphs
    ]
    return {"nodeType": "document", "data": {}, "content": content}


class ContentfulDouble(Double):
    """A space: entries of one environment. All that are not asked for come along as included ones."""

    def __init__(self, *entries: dict[str, Any], space: str = "space", environment: str = "master") -> None:
        super().__init__()
        self.entries = list(entries)
        self.path = f"/spaces/{space}/environments/{environment}/entries"

    def answer(self, request: Request) -> Response:
        """What the API answers."""
        if request.authorization != "Bearer key":
            return json_response(401, {"sys": {"type": "Error", "id": "AccessTokenInvalid"}})
        if request.path != self.path:
            return json_response(404, {"sys": {"type": "Error", "id": "NotFound"}})
        asked_type = request.params["content_type"]
        asked = [one for one in self.entries if one["sys"]["contentType"]["sys"]["id"] == asked_type]
        skip, limit = int(request.params["skip"]), int(request.params["limit"])
        others = [one for one in self.entries if one not in asked]
        return json_response(
            200,
            {
                "sys": {"type": "Array"},
                "total": len(asked),
                "skip": skip,
                "limit": limit,
                "items": asked[skip : skip + limit],
                "includes": {"Entry": others},
            },
        )
