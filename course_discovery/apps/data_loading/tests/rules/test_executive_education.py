import base64
from datetime import date

import pytest

from course_discovery.apps.data_loading.rules.executive_education import COLUMNS, cell, decoded, heading, rows_of

TODAY = date(2031, 1, 2)


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def variant(**values):
    return {
        "id": "11111111-1111-4111-8111-111111111111",
        "startDate": "2031-03-20",
        "endDate": "2031-04-28",
        "finalRegCloseDate": "2031-03-26",
        "finalPrice": 2900,
        "status": "active",
        "websiteVisibility": "public",
        "enterprisePriceUsd": 2500,
    } | values


def product(**values):
    return {
        "id": "p1",
        "name": "Lake Law",
        "altName": "",
        "abbreviation": "LL",
        "altAbbreviation": "LLX",
        "blurb": "In short",
        "language": "English",
        "universityAbbreviation": "LKU",
        "altUniversityAbbreviation": "LakeX",
        "effort": "7-10 hours per week",
        "durationWeeks": 8,
        "variants": [variant()],
    } | values


def rows(given=None, **values):
    return rows_of(product(**values), given or {}, "LakeU", TODAY)


def row(given=None, **values):
    (only,) = rows(given, **values).rows
    return only


def test_every_column_of_a_plain_product():
    found = row()
    assert tuple(found) == COLUMNS
    assert {name: value for name, value in found.items() if value not in (None, "")} == {
        "organization": "LakeU",
        "2u_organization_code": "LKU",
        "organization_short_code_override": "LakeX",
        "title": "Lake Law",
        "2u_title": "Lake Law",
        "number": "LL",
        "alternate_number": "LLX",
        "course_enrollment_track": "Executive Education(2U)",
        "course_run_enrollment_track": "Unpaid Executive Education",
        "short_description": "In short",
        "course_level": "Introductory",
        "verified_price": 2900,
        "fixed_price_usd": 2500,
        "restriction_type": "None",
        "publish_date": "2031-01-02",
        "start_date": "2031-03-20",
        "start_time": "00:00:00",
        "end_date": "2031-04-28",
        "end_time": "00:00:00",
        "reg_close_date": "2031-03-26",
        "reg_close_time": "00:00:00",
        "course_pacing": "Instructor-Paced",
        "minimum_effort": 7,
        "maximum_effort": 10,
        "length": 8,
        "content_language": "English - United States",
        "transcript_language": "English - United States",
        "external_identifier": "p1",
        "variant_id": "11111111-1111-4111-8111-111111111111",
        "is_future_variant": False,
    }


def test_what_a_partly_filled_table_gives_goes_first():
    given = {
        "title": "Law of Lakes",
        "what_will_you_learn": "Swimming",
        "start_date": "2031-05-01",
        "reg_close_date": "",
    }
    found = row(given | {"verified_price": "99"}, altName="Lakes", introduction="In", isThisCourseForYou="For you")
    assert (found["title"], found["edx_title"], found["2u_title"]) == ("Law of Lakes", "Lakes", "Lake Law")
    assert (found["start_date"], found["reg_close_date"], found["verified_price"]) == ("2031-05-01", "2031-03-26", "99")
    assert found["what_will_you_learn"] == "Swimming"
    assert found["long_description"] == "InFor you"
    assert row(given, whatWillSetYouApart="Diving")["what_will_you_learn"] == "Diving"


def test_titles_and_descriptions_have_fallbacks():
    assert row(altName="Lakes")["title"] == "Lakes"
    assert row(blurb=None)["short_description"] == "Lake Law"


def test_one_row_a_variant_in_order():
    found = rows(
        variant=variant(id="a"),
        variants=[variant(id="b"), variant(id="c")],
        futureVariants=[variant(id="d", status="scheduled")],
        customPresentations=variant(id="e", websiteVisibility="PRIVATE"),
    ).rows
    assert [each["variant_id"] for each in found] == ["a", "b", "c", "d", "e"]
    assert [each["is_future_variant"] for each in found] == [False, False, False, True, False]
    assert [each["publish_date"] for each in found] == ["2031-01-02"] * 3 + ["2031-03-20", "2031-01-02"]
    assert [each["restriction_type"] for each in found] == ["None"] * 4 + ["custom-b2b-enterprise"]


def test_a_product_without_variants_is_skipped():
    found = rows(variants=[], variant=None)
    assert found.rows == []
    assert found.warnings == ["Skipping product Lake Law ingestion as it has no variants"]


@pytest.mark.parametrize(
    ("effort", "hours"),
    [("7-10 hours per week", (7, 10)), ("6 hours", (6, 7)), (5, (5, 6)), ("10 to 7", (7, 10))],
)
def test_hours_a_week(effort, hours):
    found = rows(effort=effort)
    assert (found.rows[0]["minimum_effort"], found.rows[0]["maximum_effort"]) == hours
    assert found.warnings == []


@pytest.mark.parametrize("effort", ["a lot", "", None])
def test_hours_that_cannot_be_read(effort):
    found = rows(effort=effort)
    assert (found.rows[0]["minimum_effort"], found.rows[0]["maximum_effort"]) == (1, 2)
    assert found.warnings == [f"Invalid effort value '{effort}' detected for course title Lake Law"]


def test_addresses_in_base64():
    found = row(
        cardUrl=encoded("https://x.example/card"), lcfURL="https://x.example/lcf", edxRedirectUrl=encoded("https://o")
    )
    assert found["image"] == "https://x.example/card"
    assert found["lead_capture_form_url"] == "https://x.example/lcf"
    assert found["organic_url"] == "https://o"


@pytest.mark.parametrize("text", ["https://x.example/", "", None, "////", "abc"])
def test_what_is_not_base64_stays(text):
    assert decoded(text) == text


def test_the_page_after_the_form():
    landing = encoded("https://x.example/lp/law")
    assert row(prospectusUrl="https://p", productType="sprint", edxPlpUrl=landing)["post_submit_url"] == "https://p"
    assert row(productType="sprint", edxPlpUrl=landing)["post_submit_url"] == "https://x.example/info/law"
    assert row(productType="short_course", edxPlpUrl=landing)["post_submit_url"] is None


def test_texts_from_lists():
    found = row(
        curriculum={
            "blurb": "Eight modules",
            "modules": [{"heading": "One", "description": "<p>Water <script>x</script></p>"}, {"heading": "Two"}],
        },
        faqs=[{"headline": "Why?", "blurb": "Because."}],
        testimonials=[{"text": "Great", "name": "Ann", "title": "CEO"}, {"text": "Good", "name": "Bob"}],
    )
    assert found["syllabus"] == "<p>Eight modules</p><p>One</p><p>Water </p><p>Two</p>"
    assert found["frequently_asked_questions"] == "<p><b>Why?</b></p><p>Because.</p>"
    assert found["learner_testimonials"] == ('<p><i>"Great"</i></p><p>-Ann (CEO)</p><p><i>"Good"</i></p><p>-Bob</p>')


def test_parts_that_are_odd_are_blank():
    found = row(curriculum=[], faqs={}, testimonials=None, stats=None, certificate="x", language="Español")
    assert [found[name] for name in ("syllabus", "stat1", "certificate_header")] == ["", None, None]
    assert found["content_language"] == found["transcript_language"] == "Spanish - Spain (Modern)"


def test_facts_and_certificate():
    found = row(
        stats={"stat1": "90%", "stat1Blurb": "pass", "stat2": "3", "stat2Blurb": "years"},
        certificate={"headline": "Certified", "blurb": "By us"},
        metaKeywords=["law", "lakes"],
    )
    names = ("stat1", "stat1_text", "stat2", "stat2_text", "certificate_header", "certificate_text", "meta_keywords")
    assert [found[name] for name in names] == ["90%", "pass", "3", "years", "Certified", "By us", "law, lakes"]


def test_cells_and_headings():
    assert [cell(value) for value in (None, True, 8, "x")] == ["", "True", "8", "x"]
    assert heading("2u_organization_code") == "2U Organization Code"
