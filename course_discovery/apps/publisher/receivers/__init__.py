"""Changes that outside systems are told of, by system."""

from course_discovery.apps.publisher.receivers import lms, marketing_site, official_runs, outbox, salesforce, studio


def connect() -> None:
    """Listen to what changes; called once when Django starts."""
    outbox.connect()
    official_runs.connect()
    lms.connect()
    studio.connect()
    marketing_site.connect()
    salesforce.connect()
