"""The groups of people who work on the catalogue, and who of them may edit people."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = (
    "General Staff",
    "Internal Users",
    "Legal Team Members",
    "Marketing Reviewers",
    "Partner Managers",
    "Partner Support Members",
    "Project Coordinators",
    "Publisher Admins",
    "Publishers",
)
GROUPS_THAT_EDIT_PEOPLE = ("Internal Users", "Marketing Reviewers", "Publishers")
PERSON_PERMISSIONS = ("add_person", "change_person", "delete_person")


def seed(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in GROUPS:
        Group.objects.get_or_create(name=name)

    # Django makes permissions when all migrations have run; on a fresh database there are none yet.
    course_metadata = apps.get_app_config("course_metadata")
    course_metadata.models_module = True
    create_permissions(course_metadata, apps=apps, verbosity=0)
    course_metadata.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="course_metadata", codename__in=PERSON_PERMISSIONS
    )
    for group in Group.objects.filter(name__in=GROUPS_THAT_EDIT_PEOPLE):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("course_metadata", "0002_program_types"),
        ("publisher", "0001_initial"),
    ]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
