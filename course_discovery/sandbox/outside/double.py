"""An HTTP server around something that answers requests."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import TypeVar

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.handler import RequestHandler


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
def running_double(double: AnyDouble, tls: SSLContext | None = None) -> Iterator[AnyDouble]:
    """Let the double answer at ``double.url`` inside the ``with`` block, on a free port of this machine.

    It speaks HTTPS alone if it is given a certificate (sandbox/outside/tls.py).
    """

    class Handler(_Handler):
        answering = double

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    double.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(RequestHandler):
    answering: Double

    def serve(self) -> None:
        """Send what the double answers."""
        self.send(self.answering.respond(self.request_read()))
