"""Blank, odd and broken rows of the demo catalogue: which there are, how many, and where.

Each place of a block of 300 courses has at most one oddity. It falls on the course's newest run unless said otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from course_discovery.sandbox.outlines import OUTLINES, Outline

Row = dict[str, Any]


@dataclass(frozen=True)
class Oddity:
    """``count`` courses of each block of 300 have it; ``suits`` says which courses can."""

    name: str
    count: int
    meaning: str
    suits: Callable[[Outline], bool]


def _any(outline: Outline) -> bool:
    return True


def _english(outline: Outline) -> bool:
    return outline.language == "en"


def _verified(outline: Outline) -> bool:
    return outline.kind == "verified-audit"


def _professional(outline: Outline) -> bool:
    return outline.kind == "professional"


def _without_products(outline: Outline) -> bool:
    return outline.kind == "none"


def _archived(outline: Outline) -> bool:
    return outline.age == "archived"


def _upcoming(outline: Outline) -> bool:
    return outline.age == "upcoming"


def _current_with_history(outline: Outline) -> bool:
    return outline.age == "current" and outline.run_count >= 3


ODDITIES: tuple[Oddity, ...] = (
    # The rare conditions first, so that each finds its courses.
    Oddity("untypable_course", 1, "seats audit and professional together: no course type allows them", _professional),
    Oddity("price_without_excl_tax", 2, "stock records with `price` alone, without `price_excl_tax`", _professional),
    Oddity("enrollment_code_for_unknown_run", 1, "an enrollment code of a run that nobody has", _professional),
    Oddity("enrollment_code_for_absent_seat", 1, "an enrollment code of a seat type the run lacks", _professional),
    Oddity("empty_product_list", 2, "an e-commerce row with no products at all", _without_products),
    Oddity("ccx", 12, "the newest run is a custom course (ccx-v1) made from the run before it", _current_with_history),
    Oddity("start_null", 2, "no start date", _upcoming),
    Oddity("old_style_key", 4, "all runs of the course have keys like Org/Number/Run", _archived),
    # E-commerce.
    Oddity("mobile_sku", 6, "two more verified products with SKUs mobile.android.… and mobile.ios.…", _verified),
    Oddity("unknown_currency", 2, "the verified seat is priced in XTS", _verified),
    Oddity("unknown_seat_type", 2, "a product with certificate type masters", _verified),
    Oddity("second_currency", 3, "the verified seat is sold in USD and in EUR", _verified),
    Oddity("child_without_stockrecord", 1, "the verified product has no stock record", _verified),
    Oddity("ecommerce_key_in_other_case", 1, "the e-commerce row writes the run key in lower case", _verified),
    Oddity("ecommerce_run_unknown_to_lms", 2, "one more e-commerce row, of a run the LMS lacks", _verified),
    Oddity("entitlement_without_stockrecord", 1, "an entitlement without stock record", _verified),
    Oddity("entitlement_without_sku", 1, "an entitlement whose SKU is null", _verified),
    Oddity("entitlement_unknown_currency", 1, "an entitlement priced in XTS", _verified),
    Oddity("entitlement_price_not_a_number", 1, "an entitlement with price 'on request'", _verified),
    Oddity("entitlement_for_unknown_course", 1, "one more entitlement, of a course the LMS lacks", _verified),
    Oddity("entitlement_unknown_mode", 1, "an entitlement of certificate type masters", _verified),
    Oddity("entitlement_without_course_key", 3, "an entitlement that names its course by UUID alone", _verified),
    # LMS.
    Oddity("short_description_blank", 8, "short_description ''", _any),
    Oddity("short_description_null", 2, "short_description null", _any),
    Oddity("short_description_html", 3, "short_description with markup", _any),
    Oddity("pacing_null", 2, "pacing null", _any),
    Oddity("pacing_odd_casing", 6, "pacing Self, INSTRUCTOR or Instructor", _any),
    Oddity("pacing_unknown", 1, "pacing 'guided'", _any),
    Oddity("end_before_start", 2, "end 30 days before start", _any),
    Oddity("enrollment_window_reversed", 1, "enrollment ends before it begins", _any),
    Oddity("name_padded", 3, "blanks around the name, a tab and a line break among them", _any),
    Oddity("name_too_long", 1, "a name of 300 characters", _english),
    Oddity("name_at_limit", 1, "a name of exactly 255 characters", _english),
    Oddity("name_with_markup", 2, "a name with &amp; and <em>", _english),
    Oddity("name_with_emoji", 1, "a name that begins with an emoji", _any),
    Oddity("hidden", 4, "hidden true", _any),
    Oddity("required_fields_only", 1, "only id, name and the four dates", _any),
    Oddity("date_with_offset", 2, "dates written with +02:00", _any),
    Oddity("date_with_microseconds", 2, "dates with microseconds", _any),
    Oddity("org_displayed_otherwise", 3, "org and number are display names, not the parts of the key", _any),
)


def _places() -> dict[int, str]:
    free = list(range(len(OUTLINES)))
    Random("oddities").shuffle(free)
    places: dict[int, str] = {}
    for oddity in ODDITIES:
        chosen = [place for place in free if oddity.suits(OUTLINES[place])][: oddity.count]
        if len(chosen) < oddity.count:
            raise ValueError(f"too few courses for oddity {oddity.name}")
        for place in chosen:
            places[place] = oddity.name
            free.remove(place)
    return places


ODDITY_AT = _places()


def _exactly(text: str, length: int) -> str:
    filler = text + ", with Readings, Exercises and Discussions for Everybody Who Has the Time"
    return (filler * (length // len(filler) + 1))[:length]


def spoil_lms_row(oddity: str | None, row: Row) -> None:
    """Change an LMS row as its oddity says; oddities of other rows leave it as it is."""
    if oddity == "short_description_blank":
        row["short_description"] = ""
    elif oddity == "short_description_null":
        row["short_description"] = None
    elif oddity == "short_description_html":
        row["short_description"] = f'<p>{row["short_description"]} <b>New!</b>&nbsp;<a href="#">More</a></p>'
    elif oddity == "pacing_null":
        row["pacing"] = None
    elif oddity == "pacing_odd_casing":
        row["pacing"] = {"self": "Self", "instructor": "INSTRUCTOR"}[row["pacing"]]
    elif oddity == "pacing_unknown":
        row["pacing"] = "guided"
    elif oddity == "hidden":
        row["hidden"] = True
    elif oddity == "name_padded":
        row["name"] = f"  \t{row['name']} \n"
    elif oddity == "name_too_long":
        row["name"] = _exactly(row["name"], 300)
    elif oddity == "name_at_limit":
        row["name"] = _exactly(row["name"], 255).strip().ljust(255, "!")
    elif oddity == "name_with_markup":
        row["name"] = f"{row['name']} &amp; <em>More</em>"
    elif oddity == "name_with_emoji":
        row["name"] = f"🌱 {row['name']}"
    elif oddity == "org_displayed_otherwise":
        row["org"], row["number"] = "Our Continuing Education", f"{row['number']} (online)"
    elif oddity == "required_fields_only":
        for field in set(row) - {"id", "name", "start", "end", "enrollment_start", "enrollment_end"}:
            del row[field]
