"""Recorded requests, asked of this service in this process."""

import base64
import json
from typing import Any

from django.test.client import Client

from bin.recorded.accounts import PASSWORD
from bin.recorded.cases import Answer, Case


class Service:
    """Answers as the service does behind `host`. Failures are answers with status 500."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._client = Client(raise_request_exception=False)

    def ask(self, case: Case) -> Answer:
        return self.get(case.path, user=case.user, host=case.host, method=case.method, body=case.body)

    def get(
        self, path: str, *, user: str | None, host: str | None = None, method: str = "GET", body: Any = None
    ) -> Answer:
        """Ask as `user`, with a password: so an account that was deactivated is refused and not taken for nobody."""
        headers = {"HTTP_HOST": host or self.host}
        if user is not None and user != "anonymous":
            headers["HTTP_AUTHORIZATION"] = "Basic " + base64.b64encode(f"{user}:{PASSWORD}".encode()).decode()
        sent = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        content_type = "application/json" if sent else ""
        response = self._client.generic(method, path, sent, content_type=content_type, **headers)
        self._client.cookies.clear()
        return Answer(response.status_code, _json(response), response.headers.get("Allow", ""))


def _json(response: Any) -> Any:
    if "json" not in response.headers.get("Content-Type", ""):
        return None
    try:
        return json.loads(response.content)
    except ValueError:
        return None
