"""What every test gets."""

import hashlib
import importlib
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection, connections
from filelock import FileLock
from pytest_django.plugin import blocking_manager_key

ROOT = Path(__file__).parent
# Whoever tests over an index takes the fixture `search_index`, whoever tests a page in Chromium `browser`.
pytest_plugins = ["course_discovery.apps.search.tests.engine", "course_discovery.apps.core.tests.browser"]


def pytest_sessionstart():
    """Import what keeps `time.time` as it finds it, before a test freezes that."""
    importlib.import_module("rest_framework.throttling")


@pytest.fixture(scope="session")
def _migrate_by_copy():
    """Copy a migrated database on SQLite: what migrations make takes them half a minute, and the same each time."""
    folder = ROOT / "var" / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    migrate = Migrate.handle

    def migrate_or_copy(command, *arguments, database, **options):
        if connections[database].vendor != "sqlite":
            migrate(command, *arguments, database=database, **options)
            return
        template = folder / f"{_state_of_migrations()}.sqlite3"
        connections[database].ensure_connection()
        ours = connections[database].connection
        with FileLock(folder / "lock"):
            if template.exists():
                with closing(sqlite3.connect(template)) as copied:
                    copied.backup(ours)
                return
            migrate(command, *arguments, database=database, **options)
            for outdated in folder.glob("*.sqlite3"):
                outdated.unlink()
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            with closing(sqlite3.connect(unfinished)) as made:
                ours.backup(made)
            unfinished.rename(template)

    copying = mock.patch.object(Migrate, "handle", migrate_or_copy)
    copying.start()
    return copying


@pytest.fixture(scope="session")
def django_db_setup(_migrate_by_copy, django_db_setup):
    """Make the database so; a test that migrates does so itself."""
    _migrate_by_copy.stop()


def _state_of_migrations():
    """A digest of all that decides what `migrate` makes: migrations, models (for their permissions) and packages."""
    digest = hashlib.sha256((ROOT / "requirements/test.txt").read_bytes())
    for app in apps.get_app_configs():
        for folder in ("migrations", "models"):
            for path in sorted(Path(app.path, folder).rglob("*")):
                if path.suffix in (".py", ".json", ".csv"):
                    digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test sees what another one cached."""
    cache.clear()
    yield
    cache.clear()


def _commits(item):
    marker = item.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        return False
    assert marker.kwargs.get("serialized_rollback"), f"{item.nodeid} needs serialized_rollback=True."
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test that commits has its rows deleted after it, and with them what migrations seeded: bring that back."""
    result = yield
    # The next one of the kind does so by itself.
    if _commits(item) and nextitem and not _commits(nextitem):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result
