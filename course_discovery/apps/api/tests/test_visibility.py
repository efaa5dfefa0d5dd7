"""What the explanation says of each place is what the place really shows."""

import csv
import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, SeatFactory
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.tests.engine import alias_for, delete_all_indexes
from course_discovery.apps.visibility.tests.objects import RETIRED, make_programs, make_runs

pytestmark = pytest.mark.django_db
ALL = "limit=200"
RUN, COURSE = "/api/v1/course_runs/{}/visibility/", "/api/v1/courses/{}/visibility/"
PROGRAM = "/api/v1/programs/{}/visibility/"
BROKEN = "title:("
QUERIES = ("*", "key:V*", "key:W*", BROKEN)


@pytest.fixture
def world(partner, settings, search_index):
    """Runs by name; two of them are not in the index as they are in the database."""
    settings.RETIRED_RUN_TYPES = settings.RETIRED_COURSE_TYPES = [RETIRED]
    runs = make_runs(partner)
    programs = make_programs(partner, runs)
    search_index()
    CourseRun.everything.filter(pk=runs["without end"].pk).update(hidden=True)
    client().delete(index=alias_for("course_run"), id=str(runs["enrollment open"].pk), refresh=True)
    client().delete(index=alias_for("course"), id=str(runs["enrollment open"].course.pk), refresh=True)
    return runs, programs


def answer(api, path):
    found = api.get(path)
    assert found.status_code == 200, (path, found.content)
    return found.json()


def results(api, path):
    return answer(api, path)["results"]


def shown(places):
    return {place["name"]: place["shown"] for place in places}


def told(api, address, things):
    """Return what is told of each of the things: place -> name -> shown."""
    found = {}
    for name, key in things.items():
        for place, outcome in shown(answer(api, address.format(key))["places"]).items():
            found.setdefault(place, {})[name] = outcome
    return found


def seen(things, keys):
    return {name: key in keys for name, key in things.items()}


def test_runs_appear_where_they_are_said_to(world, staff):
    runs, _programs = world
    keys = {name: run.key for name, run in runs.items()}
    said = told(staff, RUN, keys)
    for place, query in {
        "list": "",
        "marketable": "marketable=1",
        "active": "active=1",
        "unhidden": "hidden=0",
    }.items():
        listed = {run["key"] for run in results(staff, f"/api/v1/course_runs/?{ALL}&{query}")}
        assert said[place] == seen(keys, listed), place
    of_courses = {run["key"] for course in results(staff, f"/api/v1/courses/?{ALL}") for run in course["course_runs"]}
    assert said["course"] == seen(keys, of_courses)
    marketed = {run["key"]: run["is_marketable"] for run in results(staff, f"/api/v1/course_runs/?{ALL}")}
    assert {name: outcome for name, outcome in said["marketing"].items() if keys[name] in marketed} == {
        name: marketed[key] for name, key in keys.items() if key in marketed
    }
    for path in ("all", "course_runs"):
        found = {
            hit["key"]
            for hit in results(staff, f"/api/v1/search/{path}/?page_size=200&content_type=courserun")
            if "key" in hit
        }
        assert said["search"] == seen(keys, found)
    facets = answer(staff, "/api/v1/search/all/facets/?page_size=200&content_type=courserun")["objects"]["results"]
    assert said["search_facets"] == seen(keys, {hit.get("key") for hit in facets})
    for name, run in runs.items():
        suggested = answer(staff, f"/api/v1/search/typeahead?q={run.title_override}")["course_runs"]
        assert said["typeahead"][name] is (run.key in {suggestion["key"] for suggestion in suggested}), name
    # Every place shows some and hides some.
    assert all(len(set(outcomes.values())) == 2 for outcomes in said.values())


def test_courses_appear_where_they_are_said_to(world, staff):
    keys = {name: run.course.key for name, run in world[0].items()}
    said = told(staff, COURSE, keys)
    listed = results(staff, f"/api/v1/courses/?{ALL}")
    assert said["list"] == seen(keys, {course["key"] for course in listed})
    assert said["runs"] == seen(keys, {course["key"] for course in listed if course["course_runs"]})
    found = {course["key"] for course in results(staff, "/api/v1/search/courses/?page_size=200")}
    assert said["search"] == seen(keys, found)
    assert all(len(set(outcomes.values())) == 2 for outcomes in said.values())


def test_programs_appear_where_they_are_said_to(world, staff):
    programs = world[1]
    uuids = {name: str(program.uuid) for name, program in programs.items()}
    said = told(staff, PROGRAM, uuids)
    queries = {
        "list": "",
        "marketable": "marketable=1",
        "unhidden": "hidden=0",
        "platforms": "status=active&status=retired",
    }
    for place, query in queries.items():
        listed = set(answer(staff, f"/api/v1/programs/?uuids_only=1&{query}"))
        assert said[place] == seen(uuids, listed), place
    found = {hit["uuid"] for hit in results(staff, "/api/v1/search/programs/?page_size=200")}
    assert said["search"] == seen(uuids, found)
    facets = answer(staff, "/api/v1/search/all/facets/?page_size=200&content_type=program")["objects"]["results"]
    assert said["search_facets"] == seen(uuids, {hit["uuid"] for hit in facets})
    for name, program in programs.items():
        suggested = answer(staff, f"/api/v1/search/typeahead?q={program.title}")["programs"]
        assert said["typeahead"][name] is (uuids[name] in {str(suggestion["uuid"]) for suggestion in suggested}), name
    assert all(len(set(outcomes.values())) == 2 for outcomes in said.values())


def test_runs_appear_in_programs_as_said(world, staff):
    runs, programs = world
    for program in results(staff, f"/api/v1/programs/?{ALL}&status=active&status=retired"):
        if not program["courses"]:
            continue
        shown_runs = {run["key"] for course in program["courses"] for run in course["course_runs"]}
        for name in ("plain", "over", "untyped", "hidden", "restricted to custom-b2c"):
            (said,) = (
                entry
                for entry in answer(staff, RUN.format(runs[name].key))["programs"]
                if entry["uuid"] == program["uuid"]
            )
            assert said["places"][0]["shown"] is (runs[name].key in shown_runs), (program["title"], name)
    told_of = answer(staff, COURSE.format(runs["plain"].course.key))["programs"]
    by_uuid = {entry["uuid"]: entry["places"][0] for entry in told_of}
    assert by_uuid[str(programs["unpublished"].uuid)]["hidden_by"] == ["status"]
    assert by_uuid[str(programs["elsewhere"].uuid)]["hidden_by"] == ["partner"]
    assert by_uuid[str(programs["retired"].uuid)]["shown"] is True


def test_catalogs_show_what_they_are_said_to(world, staff):
    runs, programs = world
    catalogs = [
        CatalogFactory(query=query, program_query=query, include_archived=include_archived)
        for query in QUERIES
        for include_archived in (False, True)
    ]
    listed, on_sale, in_feed, programs_in_feed = {}, {}, {}, {}
    for catalog in catalogs:
        pk, works = catalog.pk, catalog.query != BROKEN
        feeds = "/api/v1/partners/affiliate_window"
        courses = results(staff, f"/api/v1/catalogs/{pk}/courses/?{ALL}") if works else []
        listed[pk] = {course["key"]: {run["key"] for run in course["course_runs"]} for course in courses}
        lines = staff.get(f"/api/v1/catalogs/{pk}/csv/").getvalue().decode() if works else ""
        on_sale[pk] = {row["key"] for row in csv.DictReader(io.StringIO(lines))}
        in_feed[pk] = {pid.rpartition("-")[0] for pid in products(staff, f"{feeds}/catalogs/{pk}/", works)}
        programs_in_feed[pk] = products(staff, f"{feeds}/programs/catalogs/{pk}/", works)
    for name, run in runs.items():
        course = run.course.key
        for said in answer(staff, RUN.format(run.key))["catalogs"]:
            pk = said["id"]
            assert shown(said["places"]) == {
                "courses": run.key in listed[pk].get(course, ()),
                "csv": run.key in on_sale[pk],
                "affiliate_feed": run.key in in_feed[pk],
            }, (name, pk)
        for said in answer(staff, COURSE.format(course))["catalogs"]:
            pk = said["id"]
            # Each has one run.
            assert shown(said["places"]) == {
                "courses": course in listed[pk],
                "csv": run.key in on_sale[pk],
                "affiliate_feed": run.key in in_feed[pk],
            }, (name, pk)
    for name, program in programs.items():
        for said in answer(staff, PROGRAM.format(program.uuid))["catalogs"]:
            outcome = str(program.uuid) in programs_in_feed[said["id"]]
            assert shown(said["places"]) == {"affiliate_feed": outcome}, (name, said["id"])
    assert all(any(keys) for keys in (in_feed.values(), on_sale.values(), programs_in_feed.values()))


def products(api, path, works):
    return {product.findtext("pid") for product in ElementTree.fromstring(api.get(path).getvalue())} if works else set()


def test_every_rule_tells_what_it_found_and_what_to_do(course, staff):
    CourseRun.everything.filter(key=f"course-v1:{course.key}+1").update(
        hidden=True, end=datetime(2020, 1, 1, tzinfo=UTC)
    )
    told_of = answer(staff, RUN.format(f"course-v1:{course.key}+1"))
    assert (told_of["kind"], told_of["partner"], told_of["asked"]) == ("course_run", "edx", "edx")
    places = {place["name"]: place for place in told_of["places"]}
    assert places["active"]["hidden_by"] == ["end"]
    assert places["unhidden"]["hidden_by"] == ["hidden"]
    hidden = places["unhidden"]["verdicts"][-1]
    assert (hidden["rule"], hidden["shown"], hidden["value"]) == ("hidden", False, True)
    assert "change it there" in hidden["reason"]
    assert places["active"]["verdicts"][-2]["value"] == "2020-01-01T00:00:00+00:00"


RULES_AGAINST = [
    ("draft", "list", ["official"]),
    ("elsewhere", "list", ["partner"]),
    ("of retired type", "list", ["retired_type"]),
    ("restricted to custom-b2c", "list", ["restriction"]),
    ("unpublished", "marketable", ["status"]),
    ("seatless", "marketable", ["seats"]),
    ("of unmarketed type", "marketable", ["type"]),
    ("untyped", "marketing", ["type", "marketing_url"]),
    ("hidden", "course", ["hidden"]),
    ("of retired course", "course", ["retired_type"]),
    ("of unmarketed type", "search", ["index"]),
    ("enrollment open", "search", ["index"]),
    ("hidden", "typeahead", ["indexed_hidden"]),
    ("without end", "typeahead", []),
    ("unpublished", "search_facets", ["indexed_status"]),
]
STATES = {
    "plain": "fresh",
    "enrollment open": "missing",
    "without end": "stale: hidden",
    "of unmarketed type": "absent",
}


def test_the_rule_that_hides_and_the_state_of_the_document_are_told(world, staff):
    for name, place, rules in RULES_AGAINST:
        assert places_of(staff, world[0][name])[place]["hidden_by"] == rules, (name, place)
    for name, state in STATES.items():
        assert places_of(staff, world[0][name])["search"]["verdicts"][0]["value"] == state


def places_of(api, run):
    return {entry["name"]: entry for entry in answer(api, RUN.format(run.key))["places"]}


def test_without_an_index_all_else_is_told(partner, staff, course):
    delete_all_indexes()
    CatalogFactory(query="key:North*")
    program = ProgramFactory(partner=partner, courses=[course])
    for address in (RUN.format(f"course-v1:{course.key}+1"), COURSE.format(course.key), PROGRAM.format(program.uuid)):
        told_of = answer(staff, address)
        places = {place["name"]: place for place in told_of["places"]}
        assert places["list"]["shown"] is True
        assert places["search"]["shown"] is False
        assert places["search"]["verdicts"][0]["value"] == "no index"
    (catalog,) = answer(staff, COURSE.format(course.key))["catalogs"]
    assert catalog["places"][0]["shown"] is None


def test_courses_are_found_by_uuid_too(course, staff):
    assert answer(staff, COURSE.format(course.uuid)) == answer(staff, COURSE.format(course.key))


def test_it_is_for_staff_and_for_those_who_edit_the_object(
    partner, course, organization, plain, stranger, member, anonymous, staff
):
    program = ProgramFactory(partner=partner, authoring_organizations=[organization])
    addresses = (RUN.format(f"course-v1:{course.key}+1"), COURSE.format(course.key), PROGRAM.format(program.uuid))
    for address in addresses:
        assert [api.get(address).status_code for api in (anonymous, plain, stranger, member, staff)] == [
            401,
            403,
            404,
            200,
            200,
        ], address
    assert stranger.get(COURSE.format(course.key)).json() == {"detail": "No Course matches the given query."}
    for unknown in (RUN.format("course-v1:No+Such+Run"), COURSE.format("No+Such"), PROGRAM.format(course.uuid)):
        assert staff.get(unknown).status_code == 404


def test_editors_are_told_of_the_catalogs_they_may_read(course, member, staff):
    CatalogFactory.create_batch(3)
    assert answer(member, COURSE.format(course.key))["catalogs_count"] == 0
    assert answer(staff, COURSE.format(course.key))["catalogs_count"] == 3


def test_catalogs_come_in_portions(course, staff):
    made = [catalog.pk for catalog in CatalogFactory.create_batch(5)]
    told_of = answer(staff, f"{COURSE.format(course.key)}?catalogs_limit=2&catalogs_offset=2")
    assert [catalog["id"] for catalog in told_of["catalogs"]] == made[2:4]
    assert told_of["catalogs_count"] == 5
    refused = staff.get(f"{COURSE.format(course.key)}?catalogs_limit=201&catalogs_offset=x")
    assert refused.status_code == 400
    assert set(refused.json()) == {"catalogs_limit", "catalogs_offset"}


def test_more_catalogs_programs_and_runs_cost_no_more_queries(course, staff_user, search_index):
    program = ProgramFactory(partner=course.partner, courses=[course])
    addresses = [RUN.format(f"course-v1:{course.key}+1"), COURSE.format(course.key), PROGRAM.format(program.uuid)]
    api = client_of(staff_user)
    costs = []
    for number in (2, 18):
        CatalogFactory.create_batch(number, query="key:North*", program_query="title:p*")
        ProgramFactory.create_batch(number, partner=course.partner, courses=[course])
        for run in CourseRunFactory.create_batch(number, course=course):
            SeatFactory(course_run=run)
            program.excluded_course_runs.add(run)
        search_index()
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                told_of = answer(api, address)
            costs.append(len(queries))
    assert len(told_of["catalogs"]) == 20
    assert costs[:3] == costs[3:]
    assert max(costs) <= 45
