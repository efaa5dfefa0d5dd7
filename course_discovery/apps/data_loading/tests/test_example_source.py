"""What docs/adding-a-source.rst shows does what it says."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.data_loading.services import refresh
from course_discovery.apps.data_loading.tests import example_source
from course_discovery.apps.data_loading.tests.services.watching import Watcher

PAGE = Path(__file__).parents[4] / "docs" / "adding-a-source.rst"


class Registry(ThreadingHTTPServer):
    """A registry of the schools that a test puts in; `answer` takes the place of a page when it is set."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Schools)
        self.schools = []
        self.answer = None


class Schools(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = urlsplit(self.path)
        assert asked.path == "/api/schools/"
        page, size = (int(parse_qs(asked.query)[name][0]) for name in ("page", "page_size"))
        schools = self.server.schools
        rows = schools[(page - 1) * size : page * size]
        body = json.dumps(self.server.answer or {"count": len(schools), "results": rows}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def registry():
    server = Registry()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def partner(bare_partner, registry, settings, monkeypatch):
    settings.SCHOOL_REGISTRY_URLS = {"edx": f"http://127.0.0.1:{registry.server_port}/api/"}
    settings.DATA_LOADING_PAGE_SIZE = 2
    monkeypatch.setattr(refresh, "PIPELINES", (example_source.SCHOOLS,))
    return bare_partner


def load(partner):
    run = refresh.refresh_partner(partner, Watcher())
    return run, run.sources.get(source="school_registry")


def school(key):
    return {"code": key, "homepage": f"https://{key.lower()}.example.org"}


def test_schools_get_their_home_pages(partner, registry):
    nameless = OrganizationFactory(partner=partner, key="LakeX", homepage_url=None)
    OrganizationFactory(partner=partner, key="HillX", homepage_url="https://edited.example.org")
    registry.schools = [school("lakex"), school("HillX"), school("SeaX"), {"code": "BayX", "homepage": "bay"}, "?"]
    run, source_run = load(partner)
    assert (run.status, source_run.pages, source_run.seen) == ("completed", 3, 5)
    assert set(Organization.objects.values_list("key", "homepage_url")) == {
        ("LakeX", "https://lakex.example.org"),
        ("HillX", "https://edited.example.org"),
    }
    assert set(source_run.row_failures.values_list("key", "code", "skipped")) == {
        ("SeaX", "unknown_organization", True),
        ("BayX", "bad_homepage", False),
        ("?", "not_an_object", False),
    }
    assert nameless.history.count() == 2


def test_what_did_not_change_is_not_written(partner, registry):
    organization = OrganizationFactory(partner=partner, key="LakeX", homepage_url="")
    registry.schools = [school("LakeX")]
    load(partner)
    _run, source_run = load(partner)
    assert (source_run.unchanged, source_run.written) == (1, {})
    assert organization.history.count() == 2


def test_a_broken_registry_fails_its_source(partner, registry):
    registry.answer = {"detail": "under repair"}
    run, source_run = load(partner)
    assert (run.status, source_run.status) == ("failed", "failed")


def test_a_partner_without_registry_asks_nobody(partner, settings):
    settings.SCHOOL_REGISTRY_URLS = {}
    assert not refresh.refresh_partner(partner, Watcher()).sources.exists()


def test_the_page_shows_this_code_and_all_of_it():
    page = PAGE.read_text(encoding="utf-8")
    code = Path(example_source.__file__).read_text(encoding="utf-8")
    shown = ""
    for path, start, end in re.findall(
        r"literalinclude:: (\S+)\n.*\n +:start-after: (# \w+)\n +:end-before: (# \w+)\n", page
    ):
        assert (PAGE.parent / path).resolve() == Path(example_source.__file__).resolve()
        shown += code[code.index(start) + len(start) : code.index(end)]
    assert page.count("literalinclude::") == 5
    for name in ("SchoolRegistry", "SchoolRecord", "Schools", "SchoolLoader"):
        assert f"class {name}" in shown
    assert "SCHOOLS = Pipeline(" in shown
