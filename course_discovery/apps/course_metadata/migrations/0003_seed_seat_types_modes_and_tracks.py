"""The seat types and modes of a fresh catalogue, and a track for each mode with the seat of the same slug."""

from django.db import migrations

SEAT_TYPES = (
    ("audit", "Audit"),
    ("credit", "Credit"),
    ("professional", "Professional"),
    ("verified", "Verified"),
    ("honor", "Honor"),
)
# slug, name, is_id_verified, is_credit_eligible, certificate_type, payee
MODES = (
    ("audit", "Audit", False, False, "", ""),
    ("professional", "Professional Certificate", True, False, "professional", "platform"),
    ("verified", "Verified", True, False, "verified", "platform"),
    ("credit", "Credit", False, True, "credit", "platform"),
    ("honor", "Honor", False, False, "honor", ""),
)


def seed(apps, schema_editor):
    SeatType = apps.get_model("course_metadata", "SeatType")
    Mode = apps.get_model("course_metadata", "Mode")
    Track = apps.get_model("course_metadata", "Track")
    for slug, name in SEAT_TYPES:
        SeatType.objects.create(slug=slug, name=name)
    for slug, name, is_id_verified, is_credit_eligible, certificate_type, payee in MODES:
        mode = Mode.objects.create(
            slug=slug,
            name=name,
            is_id_verified=is_id_verified,
            is_credit_eligible=is_credit_eligible,
            certificate_type=certificate_type,
            payee=payee,
        )
        Track.objects.create(mode=mode, seat_type=SeatType.objects.get(slug=slug))


class Migration(migrations.Migration):
    dependencies = [("course_metadata", "0002_program_types")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
