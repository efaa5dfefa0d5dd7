"""Changes that outside systems are told of, by system."""

from course_discovery.apps.publisher.receivers import outbox


def connect() -> None:
    """Listen to what changes; called once when Django starts."""
    outbox.connect()
