"""Permissions on single catalogs. django-guardian finds these tables by itself; grants go with their catalog."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from course_discovery.apps.catalogs.models.catalog import Catalog


class CatalogUserGrant(UserObjectPermissionBase):
    content_object = models.ForeignKey(Catalog, models.CASCADE, related_name="user_grants")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        verbose_name = "permission of a user"
        verbose_name_plural = "permissions of users"


class CatalogGroupGrant(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Catalog, models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        verbose_name = "permission of a group"
        verbose_name_plural = "permissions of groups"
