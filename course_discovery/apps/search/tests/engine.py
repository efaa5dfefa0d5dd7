"""An engine for one test: empty indexes, and a way to fill them with what the test has put into the database.

A test module that needs it imports the fixture `search_index` from here.
"""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.apps.search.services.rebuild import rebuild_indexes


def index_everything() -> None:
    """Search what the database holds now."""
    rebuild_indexes(DOCUMENTS.values(), check_change_limit=False)


@pytest.fixture
def search_index(db) -> Callable[[], None]:
    """Start with empty indexes; call the result after the objects have been made."""
    for name in list(client().indices.get(index="*")):
        client().indices.delete(index=name)
    call_command("install_es_indexes")
    return index_everything
