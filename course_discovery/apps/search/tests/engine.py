"""An engine for one test: empty indexes, and a way to fill them with what the test has put into the database.

Any test may take the fixture `search_index`: conftest.py names this module as a plugin. Other processes may test on
the same engine at the same time: the aliases of this one are what `alias_for` makes of a plain name.
"""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command

from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.apps.search.services.rebuild import rebuild_indexes


def alias_for(name: str) -> str:
    """Return the alias that tests of this process have in place of "course", "course_run", ..."""
    return f"{settings.TEST_INDEX_PREFIX}{name}"


def index_names() -> set[str]:
    """Return the physical indexes of this process's tests."""
    return set(client().indices.get(index=alias_for("*")))


def delete_all_indexes() -> None:
    if names := index_names():
        client().indices.delete(index=sorted(names))


def index_everything() -> None:
    """Search what the database holds now."""
    rebuild_indexes(DOCUMENTS.values(), check_change_limit=False)


@pytest.fixture
def search_index(db) -> Callable[[], None]:
    """Start with empty indexes; call the result after the objects have been made."""
    delete_all_indexes()
    call_command("install_es_indexes")
    return index_everything
