"""The closed sets of values that columns may hold."""

from django.db.models import TextChoices


class ProgramStatus(TextChoices):
    Unpublished = "unpublished", "Unpublished"
    Active = "active", "Active"
    Retired = "retired", "Retired"
    Deleted = "deleted", "Deleted"


class PathwayType(TextChoices):
    CREDIT = "credit", "credit"
    INDUSTRY = "industry", "industry"


class PathwayStatus(TextChoices):
    Unpublished = "unpublished", "unpublished"
    Published = "published", "published"
    Retired = "retired", "retired"


class QuickFactIcon(TextChoices):
    """The icons that the marketing site can draw beside a fact of a degree."""

    BELL = "fa-bell", "Bell"
    CERTIFICATE = "fa-certificate", "Certificate"
    CHECK_CIRCLE = "fa-check-circle", "Checkmark"
    CLOCK = "fa-clock-o", "Clock"
    DESKTOP = "fa-desktop", "Desktop"
    INFO_CIRCLE = "fa-info-circle", "Info"
    SITEMAP = "fa-sitemap", "Sitemap"
    USER = "fa-user", "User"
    DOLLAR = "fa-dollar", "Dollar Sign"
    BOOK = "fa-book", "Book"
    MORTAR_BOARD = "fa-mortar-board", "Mortar Board"
    STAR = "fa-star", "Star"
    TROPHY = "fa-trophy", "Trophy"
