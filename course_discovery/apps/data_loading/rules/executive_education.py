"""Products of GetSmarter as rows of the table of external courses: one row a variant, see `COLUMNS`."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from course_discovery.apps.data_loading.rules import executive_education_texts as texts

Product = Mapping[str, Any]

COLUMNS = (
    *("organization", "2u_organization_code", "organization_short_code_override", "title", "2u_title", "edx_title"),
    *("number", "alternate_number", "course_enrollment_track", "course_run_enrollment_track"),
    *("image", "organization_logo_override", "about_video_link", "lead_capture_form_url", "redirect_url"),
    *("organic_url", "short_description", "long_description", "what_will_you_learn", "course_level"),
    *("primary_subject", "2u_primary_subject", "subject_subcategory", "syllabus", "frequently_asked_questions"),
    *("learner_testimonials", "verified_price", "fixed_price_usd", "restriction_type", "publish_date"),
    *("start_date", "start_time", "end_date", "end_time", "reg_close_date", "reg_close_time"),
    *("course_pacing", "minimum_effort", "maximum_effort", "length", "content_language", "transcript_language"),
    *("staff", "expected_program_type", "expected_program_name"),
    *("upgrade_deadline_override_date", "upgrade_deadline_override_time"),
    "course_embargo_(ofac)_restriction_text_added_to_the_faq_section",
    *("external_identifier", "slug", "certificate_header", "certificate_text"),
    *("stat1", "stat1_text", "stat2", "stat2_text", "meta_title", "meta_description", "meta_keywords"),
    *("external_course_marketing_type", "taxi_form_id", "post_submit_url", "variant_id", "is_future_variant"),
)
_CONSTANTS = {
    "course_enrollment_track": "Executive Education(2U)",
    "course_run_enrollment_track": "Unpaid Executive Education",
    "start_time": "00:00:00",
    "end_time": "00:00:00",
    "reg_close_time": "00:00:00",
    "course_level": "Introductory",
    "course_pacing": "Instructor-Paced",
}
# Where variants stand in a product, in the order of the rows.
_VARIANTS = ("variant", "variants", "futureVariants", "customPresentations")
_SPANISH = "Español"
_DEFAULT_EFFORT = (1, 2)
# What a cell without value holds is nothing, but these literals are what readers of the table expect.
NO_RESTRICTION = "None"
B2B_RESTRICTION = "custom-b2b-enterprise"


@dataclass
class Rows:
    """The rows of one product, by column, and what was odd about it."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def rows_of(product: Product, given: Mapping[str, Any], organization: str, today: date) -> Rows:
    """Return the rows of a product.

    `given` are the cells of its row in a partly filled table, which go before the product's own values; empty without
    one. `organization` is the key of the organization, blank for unknown.
    """
    result = Rows()
    variants = list(_variants(product))
    if not variants:
        result.warnings.append(f"Skipping product {product.get('name')} ingestion as it has no variants")
        return result
    shared = _shared(product, given, result.warnings) | {"organization": organization}
    for variant in variants:
        values = shared | _of_variant(variant, given, today)
        result.rows.append({column: values.get(column) for column in COLUMNS})
    return result


def cell(value: Any) -> str:
    """Return a value as it stands in the file: nothing for None, `True` and `False` as Python writes them."""
    return "" if value is None else str(value)


def heading(column: str) -> str:
    """Return the heading of a column: `Organization Short Code Override`."""
    return column.replace("_", " ").title()


def _variants(product: Product) -> Iterator[Mapping[str, Any]]:
    for name in _VARIANTS:
        found = product.get(name) or []
        yield from (each for each in (found if isinstance(found, Sequence) else [found]) if isinstance(each, Mapping))


def _shared(product: Product, given: Mapping[str, Any], warnings: list[str]) -> dict[str, Any]:
    """What all rows of a product have in common."""
    name = product.get("name")
    title = given.get("title") or product.get("altName") or name
    landing_page = decoded(product.get("edxPlpUrl"))
    certificate, stats = _part(product, "certificate"), _part(product, "stats")
    minimum, maximum = _effort(product.get("effort"), title, warnings)
    language = "Spanish - Spain (Modern)" if product.get("language") == _SPANISH else "English - United States"
    return _CONSTANTS | {
        "2u_organization_code": product.get("universityAbbreviation"),
        "organization_short_code_override": product.get("altUniversityAbbreviation"),
        "title": title,
        "2u_title": name,
        "edx_title": product.get("altName"),
        "number": product.get("abbreviation"),
        "alternate_number": product.get("altAbbreviation"),
        "image": decoded(product.get("cardUrl")),
        "organization_logo_override": decoded(product.get("logoUrl")),
        "about_video_link": decoded(product.get("videoURL")),
        "lead_capture_form_url": decoded(product.get("lcfURL")),
        "redirect_url": landing_page,
        "organic_url": decoded(product.get("edxRedirectUrl")),
        "short_description": product.get("blurb") or name,
        "long_description": f"{product.get('introduction') or ''}{product.get('isThisCourseForYou') or ''}",
        "what_will_you_learn": product.get("whatWillSetYouApart") or given.get("what_will_you_learn"),
        "primary_subject": product.get("altSubjectMatter"),
        "2u_primary_subject": product.get("subjectMatter"),
        "subject_subcategory": product.get("altSubjectMatter1"),
        "syllabus": texts.syllabus(product.get("curriculum")),
        "frequently_asked_questions": texts.questions(product.get("faqs")),
        "learner_testimonials": texts.testimonials(product.get("testimonials")),
        "minimum_effort": minimum,
        "maximum_effort": maximum,
        "length": product.get("durationWeeks"),
        "content_language": language,
        "transcript_language": language,
        "external_identifier": product.get("id"),
        "slug": product.get("slug"),
        "certificate_header": certificate.get("headline"),
        "certificate_text": certificate.get("blurb"),
        "stat1": stats.get("stat1"),
        "stat1_text": stats.get("stat1Blurb"),
        "stat2": stats.get("stat2"),
        "stat2_text": stats.get("stat2Blurb"),
        "meta_title": product.get("metaTitle"),
        "meta_description": product.get("metaDescription"),
        "meta_keywords": _words(product.get("metaKeywords")),
        "external_course_marketing_type": product.get("productType"),
        "taxi_form_id": product.get("edxTaxiFormId"),
        "post_submit_url": _post_submit_url(product, landing_page),
    }


def _of_variant(variant: Mapping[str, Any], given: Mapping[str, Any], today: date) -> dict[str, Any]:
    is_scheduled = variant.get("status") == "scheduled"
    is_private = str(variant.get("websiteVisibility") or "").lower() == "private"
    start = given.get("start_date") or variant.get("startDate")
    return {
        "variant_id": variant.get("id"),
        "start_date": start,
        "end_date": variant.get("endDate"),
        "reg_close_date": given.get("reg_close_date") or variant.get("finalRegCloseDate"),
        "verified_price": given.get("verified_price") or variant.get("finalPrice"),
        "fixed_price_usd": variant.get("enterprisePriceUsd"),
        "restriction_type": B2B_RESTRICTION if is_private else NO_RESTRICTION,
        "publish_date": start if is_scheduled else today.isoformat(),
        "is_future_variant": is_scheduled,
    }


def _effort(effort: Any, title: Any, warnings: list[str]) -> tuple[int, int]:
    """Return the least and the most hours a week of a text such as `7-10 hours per week`."""
    numbers = [int(number) for number in re.findall(r"\d+", str(effort or ""))[:2]]
    if not numbers:
        warnings.append(f"Invalid effort value '{effort}' detected for course title {title}")
        return _DEFAULT_EFFORT
    return (numbers[0], numbers[0] + 1) if len(numbers) == 1 else (min(numbers), max(numbers))


def _post_submit_url(product: Product, landing_page: str | None) -> str | None:
    url = decoded(product.get("prospectusUrl"))
    if not url and product.get("productType") == "sprint":
        return str(landing_page or "").replace("/lp/", "/info/")
    return url


def decoded(text: Any) -> Any:
    """Return what a text in base64 says; any other value as it is."""
    if not isinstance(text, str):
        return text
    try:
        plain = base64.b64decode(text.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return text
    return plain if plain.isprintable() else text


def _words(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _part(product: Product, name: str) -> Mapping[str, Any]:
    value = product.get(name)
    return value if isinstance(value, Mapping) else {}
