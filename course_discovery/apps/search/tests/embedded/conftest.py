"""One behavioural suite for every engine: the embedded one in memory and on disk, and a server when one is named.

Set SEARCH_TEST_SERVER to the URL of an Elasticsearch to run the same tests against it; those marked `embedded_only`
need an engine whose clock can be set, or that lacks what a server has.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from course_discovery.apps.search.embedded import EmbeddedNode, node_config
from course_discovery.apps.search.tests.embedded.catalogue import Catalogue, fill

SERVER = os.environ.get("SEARCH_TEST_SERVER")
# Other processes may test on the same server.
PREFIX = f"test-{uuid.uuid4().hex[:12]}"
EMBEDDED = ["memory", "disk"]
ENGINES = EMBEDDED + (["server"] if SERVER else [])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "es" in metafunc.fixturenames:
        embedded_only = metafunc.definition.get_closest_marker("embedded_only")
        metafunc.parametrize("es", EMBEDDED if embedded_only else ENGINES, indirect=True, scope="session")


@pytest.fixture(autouse=True)
def _empty_cache():
    """Nothing here uses Django, its cache included."""


def connect(engine: str, folder: Path) -> Elasticsearch:
    """A client of one of the engines."""
    if engine == "server":
        return Elasticsearch(SERVER, request_timeout=60)
    config = node_config(folder) if engine == "disk" else node_config(None, name=uuid.uuid4().hex)
    return Elasticsearch(hosts=[config], node_class=EmbeddedNode)


@pytest.fixture(scope="session")
def es(request, tmp_path_factory) -> Iterator[Elasticsearch]:
    """A client; all tests of a session share its engine, so each makes indexes of its own."""
    client = connect(request.param, tmp_path_factory.mktemp("engine"))
    yield client
    if request.param == "server":
        for index in client.indices.get(index=f"{PREFIX}-*"):
            client.indices.delete(index=index)


@pytest.fixture
def name() -> str:
    """An index name nobody else uses."""
    return f"{PREFIX}-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def catalogue(es) -> Catalogue:
    """An index of a dozen courses that tests only read."""
    return fill(es, f"{PREFIX}-catalogue-{uuid.uuid4().hex[:8]}")
