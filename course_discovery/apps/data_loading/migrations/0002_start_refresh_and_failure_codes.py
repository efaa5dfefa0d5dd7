"""A permission to start refreshes, and an index by which the failures of a code are found."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('data_loading', '0001_refresh_records'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='refreshrun',
            options={
                'get_latest_by': 'started',
                'ordering': ('-started', '-pk'),
                'permissions': (('start_refresh', 'Can start a refresh'),),
            },
        ),
        migrations.AddIndex(
            model_name='rowfailure',
            index=models.Index(fields=['code'], name='row_failures_of_a_code'),
        ),
    ]
