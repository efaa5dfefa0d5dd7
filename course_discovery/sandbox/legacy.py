"""What the services of old deployments serve: a programs service, an analytics service and a Drupal marketing site."""

from course_discovery.sandbox.listing import Listing, Row


class LegacyRows:
    """Rows in the order served.

    ``nodes`` are those of the marketing site, of all kinds: ``type`` says which. ``pictures`` are files by the path
    under which they are served, which begins with ``/pictures/``.
    """

    def __init__(self) -> None:
        self.programs = Listing([], "uuid")
        self.course_summaries = Listing([], "course_id")
        self.nodes = Listing([], "uuid")
        self.pictures: dict[str, bytes] = {}
        self.nodes_a_page = 100

    def nodes_of(self, kind: str) -> list[Row]:
        """The nodes of a kind."""
        return [row for row in self.nodes.rows() if row.get("type") == kind]
