"""One connection to a server of the sandbox: requests as the endpoints need them, and their answers."""

import gzip
from abc import abstractmethod
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from course_discovery.sandbox.api import Request, Response


class RequestHandler(BaseHTTPRequestHandler):
    """Calls ``serve`` for every request, whatever its method."""

    @abstractmethod
    def serve(self) -> None:
        """Answer a request."""

    def do_GET(self) -> None:
        """Serve a GET request."""
        self.serve()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: what was asked is remembered elsewhere."""

    def request_read(self) -> Request:
        """The request, read to its end."""
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdecimal() else b""
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        url = urlsplit(self.path)
        return Request(
            method=self.command,
            path=unquote(url.path),
            params=dict(parse_qsl(url.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            root=f"http://{self.headers.get('Host', 'localhost')}",
        )

    def send(self, response: Response, truncate: bool = False) -> None:
        """Send an answer, or with ``truncate`` half of it."""
        body = response.body
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if truncate:
            self.close_connection = True
            body = body[: len(body) // 2]
        self.wfile.write(body)
        self.wfile.flush()
