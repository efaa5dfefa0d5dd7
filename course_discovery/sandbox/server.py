"""HTTP around the endpoints: connections, faults, the request log and the controls under ``/_sandbox/``."""

import json
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Lock
from typing import Any

from course_discovery.sandbox import endpoints, legacy_api
from course_discovery.sandbox.api import Request, Response, answer, json_response
from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.faults import Fault, Faults, fault_from_mapping
from course_discovery.sandbox.handler import RequestHandler
from course_discovery.sandbox.request_log import RequestLog, ServedRequest

CONTROL = "/_sandbox/"
# Where an LMS says that it is up.
HEARTBEAT = "/heartbeat"
_IDLE_SECONDS = 60
_DRIP_SECONDS = 0.05
_GARBAGE = b"<html><body><h1>Down for maintenance</h1><p>{ not json"


def address(host: str, port: int) -> str:
    """The URL of a server on this machine that listens at ``host``."""
    return f"http://{'127.0.0.1' if host in ('', '0.0.0.0') else host}:{port}"


class SandboxServer(ThreadingHTTPServer):
    """A threaded HTTP/1.1 server over a catalogue; ``server_close`` also ends connections kept alive."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], catalogue: Catalogue, faults: Faults):
        self.catalogue = catalogue
        self.faults = faults
        self.log = RequestLog()
        self.stopping = Event()
        self._connections: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(address, SandboxHandler)

    def server_bind(self) -> None:
        """Bind without the name look-up of HTTPServer, which can take seconds where there is no name service."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # always text here

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection and remember it."""
        connection, address = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that is done."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may go when they like; anything else is a fault of the sandbox and is printed."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Stop listening, wake delayed answers and end open connections."""
        self.stopping.set()
        super().server_close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class SandboxHandler(RequestHandler):
    """One connection."""

    server: SandboxServer
    protocol_version = "HTTP/1.1"
    server_version = "SandboxPlatform"
    disable_nagle_algorithm = True
    # Buffered, so that head and body leave in one piece.
    wbufsize = -1
    timeout = _IDLE_SECONDS

    def serve(self) -> None:
        """Answer a request."""
        request = self.request_read()
        if request.path == "/":
            self.send(json_response(200, {"serves": self.server.catalogue.summary(), "controls": sorted(_CONTROLS)}))
        elif request.path == HEARTBEAT:
            self.send(json_response(200, {"sandbox": {"status": True, "message": "OK"}}))
        elif request.path.startswith(CONTROL):
            self.send(_control(request, self.server))
        else:
            self._answer(request)

    def _answer(self, request: Request) -> None:
        endpoint = endpoints.find(request)
        target = endpoint.target if endpoint else request.target
        taken = self.server.faults.take(target, request.path, request.page)
        other: Fault | None = None
        for fault in taken:
            if fault.kind == "slow":
                self.server.stopping.wait(fault.seconds)
            else:
                other = fault
        kind = other.kind if other else ""
        if other and kind in ("status", "garbage"):
            response = _faulty_response(other)
        elif kind == "reset":
            response = Response(0, b"")
        elif legacy_api.serves(request):
            response = legacy_api.answer(request, self.server.catalogue)
        elif endpoint:
            response = endpoints.answer(endpoint, request, self.server.catalogue)
        else:
            response = answer(request, self.server.catalogue, other if kind in ("short", "growing") else None)
        self.server.log.add(
            ServedRequest(
                method=request.method,
                target=target,
                path=request.path,
                page=request.page,
                params=request.params,
                authorization=request.authorization,
                status=response.status,
                fault="+".join(sorted(fault.kind for fault in taken)),
                body=_json_body(request),
            )
        )
        if kind == "reset":
            self._reset()
        elif kind == "endless":
            self._drip(response)
        else:
            self.send(response, truncate=kind == "truncated")

    def _drip(self, response: Response) -> None:
        """Send a blank at a time, often enough for a client that only waits for the next byte."""
        self.close_connection = True
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.end_headers()
        while not self.server.stopping.wait(_DRIP_SECONDS):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _reset(self) -> None:
        """Close so that the client's system sees a reset and not an orderly end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _faulty_response(fault: Fault) -> Response:
    if fault.kind == "garbage":
        return Response(200, _GARBAGE, content_type="text/html")
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    detail = "Request was throttled." if fault.status == 429 else f"The sandbox was asked to answer {fault.status}."
    return json_response(fault.status, {"detail": detail}, **headers)


def _json_body(request: Request) -> Any:
    if not request.body or not request.content_type.startswith("application/json"):
        return None
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _requests(request: Request, server: SandboxServer) -> Response:
    return json_response(200, server.log.as_json())


def _list_faults(request: Request, server: SandboxServer) -> Response:
    return json_response(200, {"faults": server.faults.listed()})


def _add_faults(request: Request, server: SandboxServer) -> Response:
    try:
        value = json.loads(request.body)
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, dict) for entry in entries):
            raise ValueError("a fault is an object; send one or a list of them")
        faults = [fault_from_mapping(entry) for entry in entries]
    except ValueError as error:
        return json_response(400, {"detail": str(error)})
    server.faults.add(*faults)
    return _list_faults(request, server)


def _clear_faults(request: Request, server: SandboxServer) -> Response:
    server.faults.clear()
    return _list_faults(request, server)


def _reset(request: Request, server: SandboxServer) -> Response:
    server.faults.clear()
    server.log.clear()
    return json_response(200, {})


_CONTROLS: dict[str, Callable[[Request, SandboxServer], Response]] = {
    "GET /_sandbox/requests": _requests,
    "GET /_sandbox/faults": _list_faults,
    "POST /_sandbox/faults": _add_faults,
    "DELETE /_sandbox/faults": _clear_faults,
    "POST /_sandbox/reset": _reset,
}


def _control(request: Request, server: SandboxServer) -> Response:
    control = _CONTROLS.get(f"{request.method} {request.path.rstrip('/')}")
    if control is None:
        return json_response(404, {"detail": f"Use one of: {', '.join(_CONTROLS)}."})
    return control(request, server)
