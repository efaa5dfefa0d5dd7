"""Drop the table that taxonomy-connector's migration 0038 was given on MariaDB."""

from importlib import import_module

from django.db import migrations

_made = import_module("course_discovery.apps.taxonomy_support.migrations.0002_taxonomy_on_mariadb")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("taxonomy_support", "0002_taxonomy_on_mariadb"),
        ("taxonomy", "0038_mariadb_uuid_conversion"),
    ]
    operations = [migrations.RunPython(_made.drop_table, _made.make_table)]
