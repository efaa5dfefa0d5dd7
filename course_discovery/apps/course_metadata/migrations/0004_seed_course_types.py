"""The run types and course types of a fresh catalogue."""

from django.db import migrations

# slug, name, mode slugs of the tracks; all but `empty` are marketable
RUN_TYPES = (
    ("audit", "Audit Only", ("audit",)),
    ("professional", "Professional Only", ("professional",)),
    ("verified-audit", "Verified and Audit", ("audit", "verified")),
    ("credit-verified-audit", "Credit", ("audit", "credit", "verified")),
    ("empty", "Empty", ()),
    ("honor", "Honor Only", ("honor",)),
    ("verified-honor", "Verified and Honor", ("honor", "verified")),
    ("credit-verified-honor", "Credit with Honor", ("credit", "honor", "verified")),
    ("verified", "Verified Only", ("verified",)),
)
# slug, name, slugs of the entitlement types, slugs of the run types in order
COURSE_TYPES = (
    ("audit", "Audit Only", (), ("audit",)),
    ("professional", "Professional Only", ("professional",), ("professional",)),
    ("verified-audit", "Verified and Audit", ("verified",), ("audit", "verified-audit")),
    ("credit-verified-audit", "Credit", ("verified",), ("audit", "verified-audit", "credit-verified-audit")),
    ("empty", "Empty", (), ()),
    ("honor", "Honor Only", (), ("honor",)),
    ("verified-honor", "Verified and Honor", ("verified",), ("honor", "verified-honor")),
    (
        "credit-verified-honor",
        "Credit with Honor",
        ("verified",),
        ("honor", "verified-honor", "credit-verified-honor"),
    ),
    ("verified", "Verified Only", ("verified",), ("verified",)),
)


def seed(apps, schema_editor):
    SeatType = apps.get_model("course_metadata", "SeatType")
    Track = apps.get_model("course_metadata", "Track")
    CourseRunType = apps.get_model("course_metadata", "CourseRunType")
    CourseType = apps.get_model("course_metadata", "CourseType")
    for slug, name, modes in RUN_TYPES:
        run_type = CourseRunType.objects.create(slug=slug, name=name, is_marketable=slug != "empty")
        run_type.tracks.set(Track.objects.filter(mode__slug__in=modes))
    for slug, name, entitlement_types, run_types in COURSE_TYPES:
        course_type = CourseType.objects.create(slug=slug, name=name)
        course_type.entitlement_types.set(SeatType.objects.filter(slug__in=entitlement_types))
        course_type.course_run_types.set([CourseRunType.objects.get(slug=run_type) for run_type in run_types])


class Migration(migrations.Migration):
    dependencies = [("course_metadata", "0003_seed_seat_types_modes_and_tracks")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
