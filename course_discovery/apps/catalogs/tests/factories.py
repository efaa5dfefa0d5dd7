"""Test objects of the catalogs app."""

import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.catalogs.models import Catalog


class CatalogFactory(DjangoModelFactory):
    """A catalog of everything, read by nobody; `set_viewers` (services) lets people in."""

    name = factory.Sequence(lambda n: f"Catalog {n}")
    query = "*:*"

    class Meta:
        model = Catalog
