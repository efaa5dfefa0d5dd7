"""What the catalogue tells of a product that another platform runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    CertificateInfo,
    Course,
    Fact,
    ProductMeta,
    TaxiForm,
)
from course_discovery.apps.course_metadata.services.shared_children import drop_unused, own_child
from course_discovery.apps.publisher.services.changes import write_changes

_PARTS: dict[str, Any] = {"certificate_info": CertificateInfo, "product_meta": ProductMeta, "taxi_form": TaxiForm}


@transaction.atomic
def update_additional_metadata(draft_course: Course, block: Mapping[str, Any]) -> bool:
    """Write the metadata of a draft course, and tell whether anything changed.

    The block names columns; `certificate_info` {heading, blurb}, `product_meta` {title, description, keywords} and
    `taxi_form` {form_id, ...} as mappings; `facts` as a list of {heading, blurb}. Parts that are missing or empty stay.
    As many facts as there are take the places of these; another number replaces them all. What the official course
    shows stays as it is until the draft becomes official.
    """
    metadata = draft_course.additional_metadata
    if metadata is None:
        metadata = AdditionalMetadata.objects.create()
        draft_course.additional_metadata = metadata
        draft_course.save(update_fields=["additional_metadata"])
    elif not _differs(metadata, block):
        return False
    else:
        metadata = own_child(draft_course, "additional_metadata")
    columns = {name: value for name, value in block.items() if name not in _PARTS and name != "facts"}
    for name, model in _PARTS.items():
        if block.get(name):
            part = getattr(metadata, name)
            if part is None:
                part = model.objects.create()
                columns[name] = part
            write_changes(part, block[name])
    write_changes(metadata, columns)
    if block.get("facts"):
        _write_facts(metadata, block["facts"])
    return True


def _differs(metadata: AdditionalMetadata, block: Mapping[str, Any]) -> bool:
    for name, value in block.items():
        if name == "facts":
            if value and _facts(value) != [(fact.heading, fact.blurb) for fact in _in_order(metadata)]:
                return True
        elif name in _PARTS:
            if value and not _holds(getattr(metadata, name), value):
                return True
        elif getattr(metadata, name) != value:
            return True
    return False


def _holds(part: Any, values: Mapping[str, Any]) -> bool:
    if part is None:
        return False
    for name, value in values.items():
        if name == "keywords":
            if {tag.name.lower() for tag in part.keywords.all()} != {keyword.lower() for keyword in value}:
                return False
        elif getattr(part, name) != value:
            return False
    return True


def _write_facts(metadata: AdditionalMetadata, wanted: Sequence[Mapping[str, Any]]) -> None:
    present, facts = _in_order(metadata), _facts(wanted)
    if len(present) == len(facts):
        for fact, (heading, blurb) in zip(present, facts, strict=True):
            write_changes(fact, {"heading": heading, "blurb": blurb})
        return
    made = [Fact(heading=heading, blurb=blurb) for heading, blurb in facts]  # type: ignore[misc]  # may be null
    for fact in made:
        fact.save()
    metadata.facts.set(made)
    for fact in present:
        drop_unused(fact)


def _facts(wanted: Sequence[Mapping[str, Any]]) -> list[tuple[str, str | None]]:
    return [(fact["heading"], fact.get("blurb")) for fact in wanted if fact.get("heading")]


def _in_order(metadata: AdditionalMetadata) -> list[Fact]:
    # The relation has no order of its own; they were made in that of the list.
    return sorted(metadata.facts.all(), key=lambda fact: fact.pk)
