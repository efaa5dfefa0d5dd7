"""The switches that operators find in admin, all off."""

from django.db import migrations

SWITCHES = (
    "use_company_name_as_utm_source_value",
    "threaded_metadata_write",
    "parallel_refresh_pipeline",
    "publish_course_runs_to_marketing_site",
    "auto_course_about_page_creation",
    "publish_person_to_marketing_site",
)


def seed(apps, schema_editor):
    Switch = apps.get_model("waffle", "Switch")
    for name in SWITCHES:
        Switch.objects.get_or_create(name=name, defaults={"active": False})


class Migration(migrations.Migration):
    dependencies = [
        ("course_metadata", "0004_seed_course_types"),
        ("waffle", "0004_update_everyone_nullbooleanfield"),
    ]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
