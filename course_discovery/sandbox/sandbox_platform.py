"""The sandbox platform as an object: start it, point a partner at it, make it fail, see what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

from course_discovery.sandbox.api import COURSE_SUMMARIES, MARKETING_SITE, PROGRAMS
from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.demo import DemoCatalogue
from course_discovery.sandbox.faults import Fault, Faults, parse_faults
from course_discovery.sandbox.folder import FolderCatalogue
from course_discovery.sandbox.outlines import BLOCK_COURSES
from course_discovery.sandbox.request_log import ServedRequest
from course_discovery.sandbox.server import SandboxServer, address
from course_discovery.sandbox.tokens import SERVICE_USERNAME


class SandboxPlatform:
    """An LMS, Studio and an e-commerce service on one port, in a thread of this process.

    Serves ``catalogue`` if given, else the JSON files of ``folder``, else a demo catalogue of ``courses``, ``runs``,
    ``seed`` and ``today`` (see ``DemoCatalogue``). ``faults`` is a specification as ``parse_faults`` reads it. Port 0
    takes a free one. The socket listens from construction on; requests are answered between ``start`` and ``stop``.
    """

    service_username = SERVICE_USERNAME

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        *,
        folder: str | Path | None = None,
        courses: int = BLOCK_COURSES,
        runs: int | None = None,
        seed: int = 1,
        today: date | None = None,
        faults: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
    ):
        if catalogue is None:
            catalogue = FolderCatalogue(folder) if folder else DemoCatalogue(courses, runs, seed, today)
        self.catalogue = catalogue
        self.faults = Faults(parse_faults(faults))
        self._server = SandboxServer((host, port), catalogue, self.faults)
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.server_port

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return address(str(self._server.server_address[0]), self.port)

    @property
    def oauth_provider_url(self) -> str:
        """What BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL has to be; any client id and secret will do."""
        return f"{self.url}/oauth2"

    def partner_urls(self, lms_only: bool = False, legacy: bool = False) -> dict[str, str]:
        """Fields of a partner whose platform this is; with ``lms_only`` one that has no e-commerce service.

        With ``legacy`` also those of the services that old deployments have, and of the accounts there.
        """
        return {
            "courses_api_url": f"{self.url}/api/courses/v1",
            "ecommerce_api_url": "" if lms_only else f"{self.url}/api/v2",
            "organizations_api_url": f"{self.url}/api/organizations/v0",
            "lms_coursemode_api_url": f"{self.url}/api/course_modes/v1",
            "lms_url": self.url,
            "studio_url": self.url,
            "marketing_site_url_root": f"{self.url}/",
        } | (self._legacy_urls() if legacy else {})

    def _legacy_urls(self) -> dict[str, str]:
        return {
            "programs_api_url": self.url + PROGRAMS.removesuffix("/programs"),
            "analytics_url": self.url + COURSE_SUMMARIES.removesuffix("/course_summaries"),
            "analytics_token": "token",
            "marketing_site_url_root": f"{self.url}{MARKETING_SITE}/",
            "marketing_site_api_username": "editor",
            "marketing_site_api_password": "password",
        }

    @property
    def requests(self) -> list[ServedRequest]:
        """The requests served so far, oldest first; those to ``/_sandbox/`` are not among them."""
        return self._server.log.requests()

    def request_counts(self) -> dict[str, int]:
        """Number of requests by target: ``{"lms_courses": 15, ...}``."""
        return self._server.log.counts()

    def pages_requested(self, target: str) -> list[int | None]:
        """Page numbers asked of one target, in order: ``[1, 2, 3, 3]``."""
        return [request.page for request in self.requests if request.target == target]

    def fail(self, kind: str, target: str = "*", **details: Any) -> None:
        """Put a fault in force: ``fail("503", "lms_courses", page=3, times=2)``. See ``Fault``."""
        self.faults.add(Fault(kind, target, **details))

    def reset(self) -> None:
        """Drop all faults and forget all requests; the catalogue stays as it is."""
        self.faults.clear()
        self._server.log.clear()

    def start(self) -> None:
        """Begin to answer."""
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port; open connections end."""
        if self._thread:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()


@contextmanager
def running_sandbox(catalogue: Catalogue | None = None, **options: Any) -> Iterator[SandboxPlatform]:
    """A platform that answers inside the ``with`` block. Options as of ``SandboxPlatform``."""
    platform = SandboxPlatform(catalogue, **options)
    platform.start()
    try:
        yield platform
    finally:
        platform.stop()
