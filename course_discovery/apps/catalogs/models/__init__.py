"""Stored queries that select courses and programs, and who may do what with them."""

from course_discovery.apps.catalogs.models.catalog import Catalog
from course_discovery.apps.catalogs.models.grants import CatalogGroupGrant, CatalogUserGrant

__all__ = ["Catalog", "CatalogGroupGrant", "CatalogUserGrant"]
