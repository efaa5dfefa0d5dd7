"""Products of the feeds that Affiliate Window reads: elements in the order of its document type."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from course_discovery.apps.api.v1.serializers.catalog_csv import subject_names

CATEGORY = "Other Experiences"
SOLD = ("verified", "professional")
UNKNOWN = "Unknown"
DEFAULT_LANGUAGE = "en"


def course_products(runs: Iterable[Any], absolute: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    """Yield a product for each paid seat of runs that `load_sold_runs` has loaded; `absolute` completes addresses."""
    for run in runs:
        for seat in run.seats.all():
            if seat.type_id in SOLD:
                yield _course_product(run, seat, absolute)


def _course_product(run: Any, seat: Any, absolute: Callable[[str], str]) -> dict[str, Any]:
    course = run.course
    return {
        "name": run.title,
        "pid": f"{run.key}-{seat.type_id}",
        "desc": run.full_description,
        "category": CATEGORY,
        "purl": run.marketing_url,
        "imgurl": absolute(course.image_url) if course.image else run.card_image_url,
        "price": {"actualp": f"{seat.price:.2f}"},
        "lang": _language(run.language_id),
        "currency": seat.currency_id,
        "validfrom": _day(run.start),
        "validto": _day(run.end),
        "custom1": run.pacing_type,
        "custom2": course.level_type.translated_name if course.level_type else None,
        "custom3": ",".join(subject_names(course)),
        "custom4": ",".join(organization.name for organization in course.loaded_owners),
        "custom5": run.short_description,
        "custom6": _weeks(run.weeks_to_complete),
    }


def program_product(program: Any, absolute: Callable[[str], str]) -> dict[str, Any]:
    """The product of a program that `load_sold_programs` has loaded. It keeps to no document type."""
    prices = next(iter(program.price_ranges), None)
    languages = program.languages
    return {
        "name": program.title,
        "pid": program.uuid,
        "desc": program.overview,
        "purl": program.marketing_url,
        "imgurl": absolute(program.banner_image.url) if program.banner_image else program.card_image_url,
        "category": CATEGORY,
        "price": prices.total if prices else UNKNOWN,
        "lang": _language(languages[0].code if languages else None),
        "currency": prices.currency if prices else UNKNOWN,
        "custom1": program.type_slug,
    }


def _language(code: str | None) -> str:
    return (code or DEFAULT_LANGUAGE).partition("-")[0].lower()


def _day(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d}" if moment else None


def _weeks(number: int | None) -> str | None:
    if not number:
        return None
    return "1 week" if number == 1 else f"{number} weeks"
