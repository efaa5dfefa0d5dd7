from typing import Any

from django.core.management.base import BaseCommand

from course_discovery.apps.publisher.services.delivery import deliver_due


class Command(BaseCommand):
    help = (
        "Tell outside systems (Studio, e-commerce, LMS, Salesforce, the marketing site) the changes that they have not "
        "been told yet. Run it every few minutes where no Celery beat does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = deliver_due()
        self.stdout.write(
            f"Delivered {done.delivered}, to be tried again {done.postponed}, given up {done.failed} (see admin: "
            "outbound pushes)."
        )
