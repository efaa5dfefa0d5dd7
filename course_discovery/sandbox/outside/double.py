"""An HTTP server around something that answers requests."""

import gzip
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from course_discovery.sandbox.api import Request, Response, json_response


class Double(ABC):
    """One outside system. ``requests`` are those it answered, oldest first; paths in ``failing`` get something else."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Request] = []
        self.failing: dict[str, Response] = {}

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """What the system answers."""

    def respond(self, request: Request) -> Response:
        """Answer and remember; a request that the double cannot make sense of gets a 500 with the reason."""
        self.requests.append(request)
        if request.path in self.failing:
            return self.failing[request.path]
        try:
            return self.answer(request)
        except (KeyError, TypeError, ValueError) as error:
            return json_response(500, {"error": f"{type(error).__name__}: {error}"})


AnyDouble = TypeVar("AnyDouble", bound=Double)


@contextmanager
def running_double(double: AnyDouble) -> Iterator[AnyDouble]:
    """Let the double answer at ``double.url`` inside the ``with`` block, on a free port of this machine."""

    class Handler(_Handler):
        answering = double

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    answering: Double

    def do_GET(self) -> None:
        """Serve a GET request."""
        self._serve()

    def do_POST(self) -> None:
        """Serve a POST request."""
        self._serve()

    def do_DELETE(self) -> None:
        """Serve a DELETE request."""
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        url = urlsplit(self.path)
        response = self.answering.respond(
            Request(
                method=self.command,
                path=unquote(url.path),
                params=dict(parse_qsl(url.query, keep_blank_values=True)),
                authorization=self.headers.get("Authorization", ""),
                body=body,
                root=f"http://{self.headers.get('Host', 'localhost')}",
            )
        )
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)
