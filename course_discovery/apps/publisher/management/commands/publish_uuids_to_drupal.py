import logging
from functools import cache
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from course_discovery.apps.course_metadata.models import CourseRun, DrupalPublishUuidConfig, Person
from course_discovery.apps.publisher.services.outbound.marketing_site import publish_person, publish_run, site_of
from course_discovery.integrations.errors import PlatformError

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Tell the Drupal marketing site the uuids of the course runs that the configuration in admin (Drupal publish "
        "uuid config) lists and, if it says so, of all people."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        config = DrupalPublishUuidConfig.get_solo()
        # One login for each partner.
        self._site = cache(site_of)
        keys = list(dict.fromkeys(key.strip() for key in config.course_run_ids.split(",") if key.strip()))
        failed = self._publish_runs(keys) + (self._publish_people() if config.push_people else 0)
        if failed:
            raise CommandError(f"{failed} could not be published: see the log.")

    def _publish_runs(self, keys: list[str]) -> int:
        runs = CourseRun.objects.filter(key__in=keys).select_related("course__partner")
        # Keys are unique among the runs of all partners.
        found = {run.key: run for run in runs}
        failed = 0
        for key in keys:
            if key not in found:
                logger.error("There is no course run %s to be published.", key)
                failed += 1
                continue
            try:
                told = publish_run(self._site(found[key].course.partner), found[key], with_uuid=True)
                self.stdout.write(f"{key}: {told}")
            except PlatformError:
                logger.exception("An error occurred while updating course run %s on the marketing site.", key)
                failed += 1
        return failed

    def _publish_people(self) -> int:
        people = Person.objects.exclude(partner=None).exclude(partner__marketing_site_url_root=None)
        failed = 0
        for person in people.exclude(partner__marketing_site_url_root="").select_related("partner").iterator():
            try:
                publish_person(self._site(person.partner), person)
            except PlatformError:
                logger.exception("An error occurred while updating person %s on the marketing site.", person.uuid)
                failed += 1
        self.stdout.write(f"{people.count() - failed} people were published.")
        return failed
