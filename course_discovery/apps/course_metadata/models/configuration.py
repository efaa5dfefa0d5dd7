"""What operators set in the admin for commands: input files, of which the newest row counts, and single rows."""

import uuid
from typing import Self

from config_models.models import ConfigurationModel
from django.core.validators import FileExtensionValidator
from django.db import models
from solo.models import SingletonModel

from course_discovery.apps.course_metadata.choices import MigratedCourseType
from course_discovery.apps.course_metadata.models.source import Source


def upload_path(instance: models.Model, filename: str) -> str:
    """A folder of its own for each file: nobody guesses the address of another's, and it keeps its name."""
    return f"configuration/uploads/{uuid.uuid4()}/{filename}"


class FileConfiguration(ConfigurationModel):
    """A file that a command reads when it is given none. Rows are never changed: the newest counts, if `enabled`."""

    cache_timeout = 0

    csv_file = models.FileField(
        upload_to=upload_path,
        validators=[FileExtensionValidator(["csv"])],
        help_text="A CSV file in UTF-8 whose first row names the columns.",
    )

    class Meta(ConfigurationModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.csv_file.name} ({'enabled' if self.enabled else 'disabled'})"

    @classmethod
    def current(cls, *args: object) -> Self:
        """Return the newest row as the database has it, or an empty one; nothing is cached in a process."""
        return cls.objects.order_by("-change_date", "-pk").first() or cls()


class BulkUploadTagsConfig(FileConfiguration):
    """Tags of courses and programs, for bulk_upload_tags."""


class ArchiveCoursesConfig(FileConfiguration):
    """Courses to archive, for archive_courses --from-db."""

    mangle_end_date = models.BooleanField(default=False, help_text="Let their runs end now.")
    mangle_title = models.BooleanField(default=False, help_text="Let their titles say that they are deleted.")


class SlugConfiguration(FileConfiguration):
    """Slugs may be listed in a file, or derived."""

    csv_file = models.FileField(upload_to=upload_path, validators=[FileExtensionValidator(["csv"])], blank=True)

    class Meta(FileConfiguration.Meta):
        abstract = True


class MigrateCourseSlugConfiguration(SlugConfiguration):
    """Which courses get new slugs, for migrate_course_slugs and update_course_active_url_slugs."""

    course_uuids = models.TextField(blank=True, default="", help_text="Separated by white space.")
    dry_run = models.BooleanField(default=True)
    count = models.IntegerField(null=True, blank=True, help_text="At most so many courses.")
    course_type = models.CharField(
        max_length=255, choices=MigratedCourseType.choices, default=MigratedCourseType.OpenCourse
    )
    product_source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="+")


class MigrateProgramSlugConfiguration(SlugConfiguration):
    """Which programs get new slugs, for update_program_url_slugs."""


class ArgumentsConfig(SingletonModel):
    """What a command does with --args-from-database."""

    arguments = models.TextField(blank=True, default="", help_text="Separated by white space, without quotes.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.arguments


class DeletePersonDupsConfig(ArgumentsConfig):
    """The arguments of delete_person_dups."""

    class Meta:
        verbose_name = "delete_person_dups argument"


class DeduplicateHistoryConfig(ArgumentsConfig):
    """The arguments of deduplicate_course_metadata_history."""

    class Meta:
        verbose_name = "deduplicate_course_metadata_history argument"


class TagCourseUuidsConfig(SingletonModel):
    """What add_tag_to_courses does with --args-from-database."""

    tag = models.TextField(blank=True, default="", verbose_name="tag to add")
    course_uuids = models.TextField(blank=True, default="", help_text="Separated by white space.")

    def __str__(self) -> str:
        return self.tag


class RemoveRedirectsConfig(SingletonModel):
    """What remove_redirects_from_courses does with --args-from-database."""

    remove_all = models.BooleanField(default=False, verbose_name="remove all redirects")
    url_paths = models.TextField(blank=True, default="", help_text="Separated by white space.")

    def __str__(self) -> str:
        return "all redirects" if self.remove_all else self.url_paths


class BackfillCourseRunSlugsConfig(SingletonModel):
    """What backfill_course_run_slugs_to_courses does with --args-from-database."""

    all = models.BooleanField(default=False, verbose_name="of all courses")
    uuids = models.TextField(blank=True, default="", help_text="Courses, separated by white space.")

    def __str__(self) -> str:
        return "all courses" if self.all else self.uuids


class BulkModifyProgramHookConfig(SingletonModel):
    """The marketing hooks that modify_program_hooks sets."""

    program_hooks = models.TextField(blank=True, default="", help_text="A line a program: its UUID, a colon, the text.")

    def __str__(self) -> str:
        return f"{len(self.program_hooks.splitlines())} programs"


class BulkUpdateImagesConfig(SingletonModel):
    """The addresses that update_images replaces."""

    image_urls = models.TextField(
        blank=True, default="", help_text="A line a picture: the old address, a blank, the new."
    )

    def __str__(self) -> str:
        return f"{len(self.image_urls.splitlines())} pictures"


class DrupalPublishUuidConfig(SingletonModel):
    """What publish_uuids_to_drupal tells an old marketing site."""

    course_run_ids = models.TextField(
        blank=True, default="", verbose_name="course run keys", help_text="Separated by commas."
    )
    push_people = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.course_run_ids
