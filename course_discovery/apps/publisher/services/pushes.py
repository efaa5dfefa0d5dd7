"""Every push to an outside system on one page: which function sends what."""

from collections.abc import Callable

from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.outbound import marketing_site, salesforce
from course_discovery.apps.publisher.services.outbound.ecommerce import send_products
from course_discovery.apps.publisher.services.outbound.lms_modes import send_modes
from course_discovery.apps.publisher.services.outbound.lms_organization import send_organization
from course_discovery.apps.publisher.services.outbound.studio import send_end_dates, send_image, send_new_run, send_run

# A sender reads the catalogue as it is now, tells the system, stores what that answers in a transaction of its own, and
# returns what came of it in words. It may be called again for a push that was sent: sending twice does no harm. It
# raises PlatformError.
Sender = Callable[[OutboundPush], str]

SENDERS: dict[tuple[str, str], Sender] = {
    # Runs as editors make and change them, and the card image of their course.
    (OutboundSystem.Studio, "new_run"): send_new_run,
    (OutboundSystem.Studio, "run"): send_run,
    (OutboundSystem.Studio, "image"): send_image,
    (OutboundSystem.Studio, "end_dates"): send_end_dates,
    # What an official run and its course sell, and the run's modes that nobody buys.
    (OutboundSystem.Ecommerce, "products"): send_products,
    (OutboundSystem.Lms, "modes"): send_modes,
    (OutboundSystem.Lms, "organization"): send_organization,
    (OutboundSystem.Salesforce, "organization"): salesforce.send_organization,
    (OutboundSystem.Salesforce, "course"): salesforce.send_course,
    (OutboundSystem.Salesforce, "run"): salesforce.send_run,
    (OutboundSystem.MarketingSite, "run"): marketing_site.send_run,
    (OutboundSystem.MarketingSite, "program"): marketing_site.send_program,
    (OutboundSystem.MarketingSite, "deleted_program"): marketing_site.send_deleted_program,
    (OutboundSystem.MarketingSite, "person"): marketing_site.send_person,
    (OutboundSystem.MarketingSite, "deleted_person"): marketing_site.send_deleted_person,
}
