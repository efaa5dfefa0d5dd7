"""Recorded requests, asked of this service in this process."""

import base64
import csv
import io
import json
from typing import Any

from django.test.client import Client

from bin.recorded.accounts import PASSWORD
from bin.recorded.cases import Answer, Case
from course_discovery.apps.core.models import User

# Pages for people, who come with a session.
PAGES = ("/api-docs/", "/tagging/")
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


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
        # Recordings were made as of JSON, which decides where there is none.
        accept = "*/*" if path.startswith(PAGES) else "application/json"
        headers = {"HTTP_HOST": host or self.host, "HTTP_ACCEPT": accept}
        if user is not None and user != "anonymous":
            if path.startswith(PAGES):
                self._client.force_login(User.objects.get(username=user), MODEL_BACKEND)
            headers["HTTP_AUTHORIZATION"] = "Basic " + base64.b64encode(f"{user}:{PASSWORD}".encode()).decode()
        sent = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        content_type = "application/json" if sent else ""
        response = self._client.generic(method, path, sent, content_type=content_type, **headers)
        self._client.cookies.clear()
        return Answer(response.status_code, _body(response), response.headers.get("Allow", ""))


def _body(response: Any) -> Any:
    """The value of JSON, the rows of CSV by column, None of anything else."""
    content_type = response.headers.get("Content-Type", "")
    if "text/csv" in content_type:
        return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))
    if "json" not in content_type:
        return None
    try:
        return json.loads(response.content)
    except ValueError:
        return None
