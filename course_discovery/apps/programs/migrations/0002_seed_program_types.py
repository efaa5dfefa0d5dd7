"""The program types of a fresh catalogue."""

from django.db import migrations

# slug, name, slugs of the applicable seat types
PROGRAM_TYPES = (
    ("masters", "Masters", ("credit", "verified")),
    ("microbachelors", "MicroBachelors", ("verified",)),
)


def seed(apps, schema_editor):
    ProgramType = apps.get_model("programs", "ProgramType")
    Translation = apps.get_model("programs", "ProgramTypeTranslation")
    SeatType = apps.get_model("course_metadata", "SeatType")
    for slug, name, seat_types in PROGRAM_TYPES:
        program_type = ProgramType.objects.create(slug=slug, name=name)
        program_type.applicable_seat_types.set(SeatType.objects.filter(slug__in=seat_types))
        Translation.objects.create(master_id=program_type.pk, language_code="en", name_t=name)


class Migration(migrations.Migration):
    dependencies = [
        ("course_metadata", "0003_seed_seat_types_modes_and_tracks"),
        ("programs", "0001_initial"),
    ]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
