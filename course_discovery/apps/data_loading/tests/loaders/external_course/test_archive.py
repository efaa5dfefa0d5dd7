"""Products that are not listed any more."""

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    Course,
)
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseFactory,
    CourseTypeFactory,
    SourceFactory,
)
from course_discovery.apps.data_loading.tests.loaders.external_course.conftest import EXECUTIVE
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import (
    a_row,
)


def product(partner, source, identifier, **given):
    metadata = AdditionalMetadataFactory(external_identifier=identifier)
    defaults = {"partner": partner, "product_source": source, "type": CourseTypeFactory(slug=EXECUTIVE)}
    CourseFactory(additional_metadata=metadata, **defaults | given)
    return metadata


def statuses(*metadata):
    return [AdditionalMetadata.objects.get(pk=each.pk).product_status for each in metadata]


def test_products_that_are_not_listed_are_archived_by_type_and_source(load, host, partner, source):
    gone = product(partner, source, "old-2"), product(partner, source, "old-1")
    kept = (
        product(partner, SourceFactory(slug="other", name="Other"), "old-1"),
        product(partner, source, "old-1", type=CourseTypeFactory(slug="bootcamp-2u")),
        product(PartnerFactory(), source, "old-1"),
    )
    run = load(a_row(host))
    assert statuses(*gone, *kept) == ["archived"] * 2 + ["published"] * 3
    assert run.results["archived_products"] == ["old-1", "old-2"]
    assert load(a_row(host)).results["archived_products"] == []


def test_an_archived_product_that_is_listed_again_is_published(load, host):
    load(a_row(host))
    AdditionalMetadata.objects.update(product_status="archived")
    load(a_row(host))
    assert Course.objects.get().additional_metadata.product_status == "published"


def test_rows_that_failed_still_count_as_listed(load, host, partner, source):
    by_identifier = product(partner, source, "p-1")
    by_key = product(partner, source, "former", key="LakeX+LL1")
    load(a_row(host, Image=""))
    assert statuses(by_identifier, by_key) == ["published", "published"]


def test_a_table_that_was_not_understood_archives_nothing(load, host, partner, source):
    old = product(partner, source, "old")
    load(a_row(host), a_row(host, Number="", **{"External Identifier": ""}))
    assert statuses(old) == ["published"]


def test_a_table_that_lost_most_products_archives_nothing_unasked(load, host, partner, source):
    old = [product(partner, source, f"old-{number}") for number in range(11)]
    run = load(a_row(host))
    assert (run.status, "11 of 12 products are gone upstream" in run.error) == ("failed", True)
    assert set(statuses(*old)) == {"published"}
    assert load(a_row(host), allow_large_deletes=True).status == "completed"
    assert set(statuses(*old)) == {"archived"}
