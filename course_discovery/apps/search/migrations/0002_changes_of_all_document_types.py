from typing import Any

from django.db import migrations, models


def forget_notes(apps: Any, schema_editor: Any) -> None:
    """They tell of builds that run right now, and these start again."""
    apps.get_model("search", "ChangeDuringBuild").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_indexing_and_verification")]

    operations = [
        migrations.RunPython(forget_notes, forget_notes),
        migrations.RemoveField(model_name="changeduringbuild", name="course_id"),
        migrations.RemoveField(model_name="changeduringbuild", name="gone_run_id"),
        migrations.AddField(
            model_name="changeduringbuild",
            name="document_type",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="changeduringbuild",
            name="row_id",
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
    ]
