import gzip
import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from course_discovery.apps.api.comparison import known, recordings
from course_discovery.apps.api.comparison.differences import differences
from course_discovery.apps.api.comparison.known import KnownDifference

UUIDS = ("0f4b2c11-93c0-4c0d-8d11-aa0000000001", "0f4b2c11-93c0-4c0d-8d11-aa0000000002")
RUN = {
    "key": "r1",
    "uuid": UUIDS[0],
    "start": "2020-01-01T00:00:00Z",
    "run_type": UUIDS[0],
    "type": "verified",
    "modified": "2026-11-21T12:00:00.123Z",
    "enrollment_count": 0,
    "seats": [{"type": "audit", "currency": "USD", "credit_provider": None, "price": "0.00"}],
}
COURSE = {
    "key": "c1",
    "title": "Rivers",
    "type": UUIDS[0],
    "course_runs": [RUN, {**RUN, "key": "r2"}],
    "image": {"src": "/media/c-0123456789ab.small.png"},
    "marketing_url": "https://x/course/c?utm_source=admin&utm_medium=m",
    "skill_names": ["a", "b"],
    "topics": ["t", "u"],
    "editors": [],
    "hidden": False,
}


def changed(path, value):
    """COURSE with one value changed; the path's steps are keys and positions."""
    course = json.loads(json.dumps(COURSE))
    place = course
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return course


def paths(left, right):
    return [difference.path for difference in differences(left, right)]


@pytest.mark.parametrize(
    "path, value",
    [
        (("course_runs", 0, "modified"), "2020-01-01T00:00:00Z"),
        (("course_runs", 0, "run_type"), UUIDS[1]),
        (("type",), UUIDS[1]),
        (("image", "src"), "/media/c-ba9876543210.small.png"),
        (("marketing_url",), "https://x/course/c?utm_source=other&utm_medium=m"),
        (("skill_names",), ["b", "a"]),
    ],
)
def test_what_differs_between_any_two_loads_counts_by_form(path, value):
    assert paths(COURSE, changed(path, value)) == []


@pytest.mark.parametrize(
    "path, value, expected",
    [
        (("title",), "Lakes", "title"),
        (("title",), None, "title"),
        (("hidden",), 0, "hidden"),
        (("type",), "verified", "type"),
        (("course_runs", 0, "modified"), None, "course_runs[].modified"),
        (("course_runs", 1, "uuid"), UUIDS[1], "course_runs[].uuid"),
        (("course_runs", 0, "type"), "audit", "course_runs[].type"),
        (("course_runs", 0, "enrollment_count"), False, "course_runs[].enrollment_count"),
        (("course_runs", 0, "seats", 0, "price"), "1.00", "course_runs[].seats[].price"),
        (("course_runs", 0, "seats"), [], "course_runs[].seats (members)"),
        (("course_runs",), [RUN], "course_runs (members)"),
        (("image",), None, "image"),
        (("image", "src"), "/media/d-0123456789ab.small.png", "image.src"),
        (("marketing_url",), "https://x/course/c", "marketing_url"),
        (("topics",), ["u", "t"], "topics"),
        (("skill_names",), ["a"], "skill_names"),
        (("unheard_of",), 1, "unheard_of"),
    ],
)
def test_everything_else_counts(path, value, expected):
    assert paths(COURSE, changed(path, value)) == [expected]
    assert paths(changed(path, value), COURSE) == [expected]


def test_a_missing_key_is_a_difference():
    without = {name: value for name, value in COURSE.items() if name != "title"}
    assert paths(COURSE, without) == ["title"]


def test_members_with_equal_starts_may_change_places_and_no_others():
    swapped = changed(("course_runs",), COURSE["course_runs"][::-1])
    assert paths(COURSE, swapped) == []
    left = changed(("course_runs", 1, "start"), "2021-01-01T00:00:00Z")
    right = {**left, "course_runs": left["course_runs"][::-1]}
    assert paths(left, right) == ["course_runs (order)"]


class TestCommand:
    @pytest.fixture
    def folders(self, tmp_path):
        """Two equal recordings of two courses, a run and an organization."""
        found = []
        for name in ("left", "right"):
            folder = tmp_path / name
            folder.mkdir()
            recordings.write(folder, "courses", [COURSE, {**COURSE, "key": "c2"}])
            recordings.write(folder, "course_runs", [RUN])
            recordings.write(folder, "organizations", [{"key": "o1", "name": ""}])
            found.append(folder)
        return found

    def compare(self, *arguments):
        output = io.StringIO()
        try:
            call_command("compare_catalogues", *map(str, arguments), stdout=output)
        except CommandError as error:
            assert error.returncode == 1
            return output.getvalue(), str(error)
        return output.getvalue(), None

    def test_equal_folders(self, folders):
        output, error = self.compare(*folders)
        assert error is None
        assert "courses: 2 compared" in output
        assert "No unexplained differences." in output

    def test_differences_come_by_field_with_numbers_and_examples(self, folders):
        recordings.write(folders[1], "courses", [{**COURSE, "key": key, "title": "Lakes"} for key in ("c1", "c2")])
        output, error = self.compare(*folders)
        assert error == "2 unexplained differences."
        assert "title: 2 UNEXPLAINED" in output
        assert "c1: 'Rivers' | 'Lakes'" in output

    def test_the_reference_may_hold_a_part(self, folders):
        recordings.write(folders[0], "courses", [COURSE])
        output, error = self.compare(*folders)
        assert error is None
        assert "only in right: 1, e.g. c2" in output
        assert self.compare(*folders, "--whole")[1] == "1 unexplained differences."

    def test_what_the_reference_holds_must_be_there(self, folders):
        recordings.write(folders[1], "course_runs", [])
        assert self.compare(*folders)[1] == "1 unexplained differences."

    def test_known_differences_are_told_with_their_reason(self, folders, monkeypatch):
        recordings.write(folders[1], "organizations", [{"key": "o1", "name": "North"}])
        names = KnownDifference(
            "names", frozenset({"organizations"}), lambda found, left, right: found.path == "name", "they are known"
        )
        monkeypatch.setattr(known, "KNOWN", (names,))
        output, error = self.compare(*folders)
        assert error is None
        assert "name: 1 on purpose: they are known" in output

    def test_a_missing_file(self, folders):
        (folders[0] / "courses.jsonl.gz").unlink()
        assert "courses.jsonl.gz is missing" in self.compare(*folders)[1]


@pytest.mark.django_db
class TestExport:
    def export(self, folder, *arguments):
        output = io.StringIO()
        call_command("export_catalogue", str(folder), *arguments, stdout=output)
        return output.getvalue()

    def rows(self, folder, resource):
        with gzip.open(folder / f"{resource}.jsonl.gz", "rt") as file:
            return [json.loads(line) for line in file]

    def test_it_writes_what_staff_reads(self, staff, course, tmp_path, settings):
        settings.USE_API_CACHING = True
        output = self.export(tmp_path)
        assert output.split("\n")[:3] == ["courses: 1", "course_runs: 2", "organizations: 4"]
        for resource in recordings.RESOURCES:
            assert self.rows(tmp_path, resource) == staff.get(f"/api/v1/{resource}/").json()["results"]

    def test_as_of_another_moment(self, staff, course, tmp_path):
        self.export(tmp_path, "--now", "2060-01-01T00:00:00Z")
        assert {run["availability"] for run in self.rows(tmp_path, "course_runs")} == {"Archived"}
        self.export(tmp_path)
        assert {run["availability"] for run in self.rows(tmp_path, "course_runs")} == {"Current"}

    def test_more_than_a_page(self, staff, partner, tmp_path, monkeypatch):
        from course_discovery.apps.api import internal_requests
        from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory

        monkeypatch.setattr(internal_requests, "PAGE", 2)
        for number in range(5):
            OrganizationFactory(partner=partner, key=f"O{number}")
        self.export(tmp_path)
        assert [one["key"] for one in self.rows(tmp_path, "organizations")] == ["O0", "O1", "O2", "O3", "O4"]

    def test_two_exports_agree(self, staff, course, tmp_path):
        for name in ("left", "right"):
            self.export(tmp_path / name)
        call_command("compare_catalogues", str(tmp_path / "left"), str(tmp_path / "right"), "--whole")
        for resource in recordings.RESOURCES:
            files = [tmp_path / name / f"{resource}.jsonl.gz" for name in ("left", "right")]
            assert files[0].read_bytes() == files[1].read_bytes()

    @pytest.mark.parametrize(
        "arguments, reason",
        [
            (("--user", "plain"), "There is no such member of staff."),
            (("--partner_code", "nobody"), "There is no such partner."),
            (("--now", "yesterday"), "yesterday is not a moment with a time zone."),
            (("--now", "2026-11-21T12:00:00"), "2026-11-21T12:00:00 is not a moment with a time zone."),
        ],
    )
    def test_what_it_cannot_do(self, staff, plain, tmp_path, arguments, reason):
        with pytest.raises(CommandError) as caught:
            self.export(tmp_path, *arguments)
        assert str(caught.value) == reason


class TestKnownDifferences:
    def found(self, left, right):
        (difference,) = differences(left, right)
        return known.explanation("courses", difference, left, right)

    def test_a_course_without_slug_has_no_page(self):
        left = {**COURSE, "url_slug": None, "marketing_url": "https://x/course/None?utm_source=a&utm_medium=b"}
        assert self.found(left, {**left, "marketing_url": None}).name == "course-page-without-slug"
        assert self.found(left, {**left, "marketing_url": "https://x/course/other"}) is None
        slugged = {**left, "url_slug": "rivers"}
        assert self.found(slugged, {**slugged, "marketing_url": None}) is None

    def test_the_docs_name_them_all(self):
        text = Path(settings.ROOT_DIR, "docs", "compatibility.rst").read_text()
        assert [one.name for one in known.KNOWN if f"\n{one.name}\n" not in text] == []
