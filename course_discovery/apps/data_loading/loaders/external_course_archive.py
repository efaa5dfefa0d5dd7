"""External products that their source does not list any more."""

import logging
from collections.abc import Collection

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.choices import ProductStatus
from course_discovery.apps.course_metadata.models import AdditionalMetadata, Course, Source
from course_discovery.apps.data_loading.loaders.base import Listing
from course_discovery.apps.data_loading.loaders.deletes import guard_against_large_delete
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.outcome import UPDATED, Outcome

logger = logging.getLogger(__name__)


def archive_unlisted(
    partner: Partner,
    product_type: str,
    product_source: Source,
    listed: Collection[str],
    listing: Listing,
    outcome: Outcome,
) -> None:
    """Archive the products of the type and source of which neither the identifier nor the course key is listed.

    Their runs stay as they are. Raises LargeDelete.
    """
    published = AdditionalMetadata.objects.filter(
        product_status=ProductStatus.Published,
        related_courses__partner=partner,
        related_courses__type__slug=product_type,
        related_courses__product_source=product_source,
    )
    # Drafts and official rows have metadata of their own while they differ.
    identifiers: dict[int, str] = {}
    courses: dict[int, set[int]] = {}
    kept: set[int] = set()
    for pk, identifier, course, key in published.values_list(
        "pk", "external_identifier", "related_courses__pk", "related_courses__key"
    ):
        identifiers[pk] = identifier
        courses.setdefault(pk, set()).add(course)
        if identifier in listed or key in listed:
            kept.add(pk)
    gone = sorted(set(identifiers) - kept)
    archived = sorted({identifiers[pk] for pk in gone})
    guard_against_large_delete("products", len(archived), len(set(identifiers.values())), listing)
    AdditionalMetadata.objects.filter(pk__in=gone).update(product_status=ProductStatus.Archived)
    concerned = {course for pk in gone for course in courses[pk]}
    stamp_courses(concerned)
    outcome.touch(Course, concerned)
    outcome.wrote(AdditionalMetadata, UPDATED, len(gone))
    outcome.results["archived_products"].extend(archived)
    logger.info(
        "Archived %d products in CSV Ingestion for source %s and product type %s.",
        len(archived),
        product_source.slug,
        product_type,
    )
    logger.info("\n".join(["Archived Courses External Identifiers:", *archived]))
