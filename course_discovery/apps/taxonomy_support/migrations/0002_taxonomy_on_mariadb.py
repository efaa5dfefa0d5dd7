"""On MariaDB, migration 0038 of taxonomy-connector 4.0 alters a table that none of its migrations makes."""

from django.db import migrations


def make_table(apps, schema_editor):
    if getattr(schema_editor.connection, "mysql_is_mariadb", False):
        schema_editor.execute("CREATE TABLE taxonomy_refreshxblockskilldataconfig (uuid char(32) NOT NULL)")


def drop_table(apps, schema_editor):
    if getattr(schema_editor.connection, "mysql_is_mariadb", False):
        schema_editor.execute("DROP TABLE taxonomy_refreshxblockskilldataconfig")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("taxonomy_support", "0001_course_recommendations"),
        ("taxonomy", "0037_alter_xblockskilldata_is_blacklisted_and_more"),
    ]
    run_before = [("taxonomy", "0038_mariadb_uuid_conversion")]
    operations = [migrations.RunPython(make_table, drop_table)]
