"""The catalogs that were added by hand. They bypass the services, which refuse queries that do not parse."""

from typing import Any

from bin.recorded.accounts import make_accounts
from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.services.catalogs import set_viewers
from course_discovery.apps.core.models import User


def write_catalogs(rows: list[dict[str, Any]]) -> None:
    make_accounts({name for row in rows for name in row["viewers"]}, None)
    for row in rows:
        fields = ("name", "query", "program_query", "include_archived")
        catalog = Catalog.objects.create(**{name: row[name] for name in fields})
        set_viewers(catalog, User.objects.filter(username__in=row["viewers"]))
