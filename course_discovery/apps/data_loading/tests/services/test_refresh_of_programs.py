"""Programs of an old LMS, from its programs service to the catalogue, over HTTP."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, Organization
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    OrganizationFactory,
)
from course_discovery.apps.data_loading.models import RowFailure
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import program_row
from course_discovery.apps.data_loading.tests.services.test_refresh import queries_of_pages, sources
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.apps.programs.models import Program, ProgramType
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory


@pytest.fixture
def partner(db, platform):
    """A partner with a programs service and nothing else."""
    ProgramTypeFactory(name="XSeries", seat_types=["verified"])
    url = platform.partner_urls(legacy=True)["programs_api_url"]
    return PartnerFactory(short_code="edx", programs_api_url=url)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def refresh(partner, watcher=None):
    return refresh_partner(partner, watcher or Watcher())


def loaded(partner):
    return sources(refresh(partner))["lms_programs"]


def counts(source):
    return source.created, source.updated, source.unchanged, source.skipped, source.failed


def notes():
    return set(RowFailure.objects.values_list("key", "code", "message"))


def picture(color="red", kind="PNG", size=(20, 10)):
    drawn = BytesIO()
    Image.new("RGB", size, color).save(drawn, kind)
    return drawn.getvalue()


def run(partner, number, course=None):
    course = course or CourseFactory(partner=partner, key=f"LakeX+B{number}")
    return CourseRunFactory(course=course, key=f"course-v1:LakeX+B{number}+1")


class TestAProgram:
    def test_is_made_with_all_that_belongs_to_it(self, partner, platform):
        first, second = run(partner, 1), run(partner, 2)
        rerun = CourseRunFactory(course=first.course, key="course-v1:LakeX+B1+2")
        lake = OrganizationFactory(partner=partner, key="LakeX")
        OrganizationFactory(partner=PartnerFactory(), key="HillX")
        platform.catalogue.legacy.programs.add(
            program_row(7, [second.key, first.key], ["lakex"], banner=f"{platform.url}/pictures/b.png")
        )
        platform.catalogue.legacy.pictures["/pictures/b.png"] = picture()
        source = loaded(partner)
        assert (source.status, counts(source)) == ("completed", (1, 0, 0, 0, 0))
        program = Program.objects.get()
        assert (program.uuid, program.partner, program.type.slug) == (UUID(int=7), partner, "xseries")
        assert (program.title, program.subtitle, program.status) == ("Lakes 7", "All about lakes", "active")
        assert (program.marketing_slug, program.banner_image_url) == (
            "xseries/lakes-7",
            f"{platform.url}/pictures/b.png",
        )
        assert list(program.courses.all()) == [second.course, first.course]
        assert list(program.excluded_course_runs.all()) == [rerun]
        assert list(program.authoring_organizations.all()) == [lake]
        assert program.history.count() == 1
        assert not RowFailure.objects.exists()

    def test_says_nothing_of_what_is_sold(self, partner, platform):
        assert list(sources(refresh(partner))) == ["lms_programs"]

    def test_of_a_flat_slug_gets_a_page_of_its_own_and_is_known_by_its_uuid(self, partner, platform):
        OrganizationFactory(partner=partner, key="LakeX")
        ProgramFactory(partner=partner, marketing_slug="xseries/lakex-lakes-1")
        platform.catalogue.legacy.programs.add(program_row(1, organizations=["LakeX"], marketing_slug="lakes"))
        loaded(partner)
        program = Program.objects.get(uuid=UUID(int=1))
        assert program.marketing_slug == "xseries/lakex-lakes-1-2"
        assert counts(loaded(partner)) == (0, 0, 1, 0, 0)

    def test_is_updated_and_keeps_its_slug(self, partner, platform):
        program = ProgramFactory(partner=partner, uuid=UUID(int=1), marketing_slug="xseries/by-an-editor", hidden=True)
        platform.catalogue.legacy.programs.add(program_row(1, status="retired"))
        assert counts(loaded(partner)) == (0, 1, 0, 0, 0)
        stamp = program.data_modified_timestamp
        program.refresh_from_db()
        assert (program.title, program.status, program.marketing_slug) == ("Lakes 1", "retired", "xseries/by-an-editor")
        assert (program.type.slug, program.hidden, program.data_modified_timestamp > stamp) == ("xseries", True, True)
        assert program.history.count() == 2

    def test_found_by_slug_takes_the_uuid_of_the_platform(self, partner, platform):
        program = ProgramFactory(partner=partner, marketing_slug="xseries/lakes-1")
        platform.catalogue.legacy.programs.add(program_row(1))
        loaded(partner)
        program.refresh_from_db()
        assert program.uuid == UUID(int=1)

    def test_that_the_platform_no_longer_lists_stays(self, partner, platform):
        platform.catalogue.legacy.programs.add(program_row(1), program_row(2))
        loaded(partner)
        platform.catalogue.legacy.programs.remove(str(UUID(int=1)))
        loaded(partner)
        assert set(Program.objects.values_list("status", flat=True)) == {"active"}
        assert Program.objects.count() == 2


class TestMembers:
    def test_are_replaced_and_those_that_stay_keep_their_order(self, partner, platform):
        one, two, three = (run(partner, number) for number in (1, 2, 3))
        program = ProgramFactory(partner=partner, uuid=UUID(int=1))
        program.courses.set([three.course, one.course])
        platform.catalogue.legacy.programs.add(program_row(1, [one.key, two.key, three.key]))
        loaded(partner)
        assert list(program.courses.all()) == [three.course, one.course, two.course]
        platform.catalogue.legacy.programs.change(str(UUID(int=1)), **program_row(1, [two.key, three.key]))
        source = loaded(partner)
        assert list(program.courses.all()) == [three.course, two.course]
        assert counts(source) == (0, 1, 0, 0, 0)

    def test_the_order_of_editors_is_no_difference(self, partner, platform):
        one, two = run(partner, 1), run(partner, 2)
        platform.catalogue.legacy.programs.add(program_row(1, [one.key, two.key]))
        loaded(partner)
        Program.objects.get().courses.set([two.course, one.course])
        assert counts(loaded(partner)) == (0, 0, 1, 0, 0)

    def test_unknown_runs_are_reported_and_take_nothing_away(self, partner, platform):
        one, two = run(partner, 1), run(partner, 2)
        platform.catalogue.legacy.programs.add(program_row(1, [one.key, two.key]))
        loaded(partner)
        rows = [program_row(1, ["course-v1:A+B+C"]), program_row(2, [one.key, "course-v1:A+B+C"])]
        platform.catalogue.legacy.programs.clear()
        platform.catalogue.legacy.programs.add(*rows)
        RowFailure.objects.all().delete()
        loaded(partner)
        assert Program.objects.get(uuid=UUID(int=1)).courses.count() == 2
        assert list(Program.objects.get(uuid=UUID(int=2)).courses.all()) == [one.course]
        assert {(key, message) for key, code, message in notes() if code == "unknown_runs"} == {
            ("xseries/lakes-1", "1 of 1 runs are not in the catalogue: course-v1:A+B+C"),
            ("xseries/lakes-2", "1 of 2 runs are not in the catalogue: course-v1:A+B+C"),
        }

    def test_a_program_without_runs_has_no_courses(self, partner, platform):
        program = ProgramFactory(partner=partner, uuid=UUID(int=1))
        program.courses.set([run(partner, 1).course])
        platform.catalogue.legacy.programs.add(program_row(1))
        loaded(partner)
        assert not program.courses.exists()

    def test_unknown_organizations_are_reported(self, partner, platform):
        OrganizationFactory(partner=partner, key="LakeX")
        platform.catalogue.legacy.programs.add(program_row(1, organizations=["LakeX", "HillX"]))
        source = loaded(partner)
        assert (source.status, source.created) == ("completed", 1)
        message = f"Organizations for program [{UUID(int=1)}] are invalid! Unknown: HillX"
        assert ("xseries/lakes-1", "invalid_organizations", message) in notes()
        assert [each.key for each in Program.objects.get().authoring_organizations.all()] == ["LakeX"]

    def test_whether_the_enterprise_subscription_holds_it_follows_from_the_courses(self, partner, platform):
        inside, outside = run(partner, 1), run(partner, 2)
        Course.everything.filter(pk=inside.course.pk).update(enterprise_subscription_inclusion=True)
        Course.everything.filter(pk=outside.course.pk).update(enterprise_subscription_inclusion=False)
        platform.catalogue.legacy.programs.add(program_row(1, [inside.key]), program_row(2, [outside.key]))
        loaded(partner)
        included = dict(Program.objects.values_list("uuid", "enterprise_subscription_inclusion"))
        assert included == {UUID(int=1): True, UUID(int=2): False}


class TestRowsAtFault:
    @pytest.mark.parametrize(
        ("values", "key", "code", "message"),
        [
            ({"marketing_slug": None}, str(UUID(int=9)), "missing", "marketing_slug is missing"),
            ({"name": " "}, "xseries/lakes-9", "missing", "name is missing"),
            (
                {"status": "on"},
                "xseries/lakes-9",
                "bad_status",
                "status: 'on' is none of unpublished, active, retired, deleted",
            ),
            ({"course_codes": [{"key": "A"}]}, "xseries/lakes-9", "missing", "run_modes is missing"),
            ({"banner_image_urls": "b"}, "xseries/lakes-9", "bad_object", "banner_image_urls: 'b' is not an object"),
        ],
    )
    def test_stop_nobody_else(self, partner, platform, values, key, code, message):
        platform.catalogue.legacy.programs.add(program_row(9, **values), program_row(1))
        source = loaded(partner)
        assert (source.status, counts(source)) == ("completed", (1, 0, 0, 0, 1))
        assert (key, code, f"Failed to load program {UUID(int=9)}: {message}") in notes()

    def test_a_program_of_another_partner_is_left_alone(self, partner, platform):
        other = ProgramFactory(marketing_slug="xseries/lakes-1")
        platform.catalogue.legacy.programs.add(program_row(1), program_row(2))
        assert counts(loaded(partner)) == (1, 0, 0, 0, 1)
        other.refresh_from_db()
        assert other.uuid != UUID(int=1)
        assert ("xseries/lakes-1", "other_partner") in {note[:2] for note in notes()}

    def test_a_uuid_that_another_program_has(self, partner, platform):
        ProgramFactory(partner=partner, uuid=UUID(int=1))
        ProgramFactory(partner=partner, marketing_slug="xseries/lakes-1")
        platform.catalogue.legacy.programs.add(program_row(1), program_row(2))
        assert counts(loaded(partner)) == (1, 0, 0, 0, 1)
        assert ("xseries/lakes-1", "uuid_taken") in {note[:2] for note in notes()}

    def test_listed_twice(self, partner, platform):
        platform.catalogue.legacy.programs.add(program_row(1), program_row(1, name="Other"))
        assert counts(loaded(partner)) == (1, 0, 0, 1, 0)
        assert Program.objects.get().title == "Lakes 1"

    def test_without_the_type_the_source_fails(self, partner, platform):
        ProgramType.objects.filter(slug="xseries").delete()
        source = loaded(partner)
        assert source.status == "failed"
        assert source.error == "MissingProgramType: There is no program type XSeries: make one in the admin."


class TestBanners:
    URL = "/pictures/banner.jpg"

    def program(self, partner, platform, callbacks):
        platform.catalogue.legacy.programs.clear()
        platform.catalogue.legacy.programs.add(program_row(1, banner=f"{platform.url}{self.URL}"))
        with callbacks(execute=True):
            source = loaded(partner)
        return source, Program.objects.get()

    def test_are_stored_when_they_differ(self, partner, platform, django_capture_on_commit_callbacks):
        pictures = platform.catalogue.legacy.pictures
        pictures[self.URL] = picture("red", "JPEG", (1600, 600))
        source, program = self.program(partner, platform, django_capture_on_commit_callbacks)
        first = program.banner_image.name
        assert counts(source) == (1, 0, 0, 0, 0)
        assert first.startswith("media/programs/banner_images/") and first.endswith(".jpg")
        assert program.banner_image.read() == pictures[self.URL]
        assert Image.open(program.banner_image.small).size[0] <= 435

        source, program = self.program(partner, platform, django_capture_on_commit_callbacks)
        assert (counts(source), program.banner_image.name) == ((0, 0, 1, 0, 0), first)

        pictures[self.URL] = picture("blue", "JPEG", (1600, 600))
        source, program = self.program(partner, platform, django_capture_on_commit_callbacks)
        assert (counts(source), program.banner_image.read()) == ((0, 1, 0, 0, 0), pictures[self.URL])
        assert program.banner_image.name != first

    @pytest.mark.parametrize(
        ("content", "reason"),
        [(None, "status 404 Not Found"), (b"<html>", "no picture: "), (b"\x89PNG", "no picture: ")],
    )
    def test_that_cannot_be_had_are_reported(
        self, partner, platform, content, reason, django_capture_on_commit_callbacks
    ):
        if content:
            platform.catalogue.legacy.pictures[self.URL] = content
        source, program = self.program(partner, platform, django_capture_on_commit_callbacks)
        assert (source.status, counts(source), bool(program.banner_image)) == ("completed", (1, 0, 0, 0, 0), False)
        ((_key, code, message),) = notes()
        url = f"{platform.url}{self.URL}"
        assert code == "banner_failed"
        assert message.startswith(f"Loading the banner image {url} for program {UUID(int=1)} failed: {reason}")

    def test_that_are_missing_are_reported(self, partner, platform):
        platform.catalogue.legacy.programs.add(program_row(1))
        loaded(partner)
        message = f"There are no banner image url for program {UUID(int=1)}"
        assert notes() == {("xseries/lakes-1", "no_banner", message)}


class TestCost:
    def fill(self, partner, platform):
        organizations = [OrganizationFactory(partner=partner, key=f"Org{number}X") for number in range(5)]
        for number in range(120):
            platform.catalogue.legacy.programs.add(
                program_row(
                    number + 1,
                    [run(partner, number).key],
                    [organizations[number % 5].key],
                    banner=f"{platform.url}/pictures/b.png",
                )
            )
        platform.catalogue.legacy.pictures["/pictures/b.png"] = picture()

    def test_the_same_again_writes_nothing_and_costs_little(
        self, partner, platform, django_capture_on_commit_callbacks
    ):
        self.fill(partner, platform)
        with django_capture_on_commit_callbacks(execute=True), queries_of_pages() as (counting, first):
            refresh(partner, counting)
        before = (
            Program.history.count(),
            set(Program.objects.values_list("uuid", "modified", "data_modified_timestamp", "banner_image")),
            set(Program.courses.through.objects.values_list("pk", flat=True)),
        )
        with django_capture_on_commit_callbacks(execute=True), queries_of_pages() as (counting, again):
            source = sources(refresh(partner, counting))["lms_programs"]
        assert (source.written, counts(source)) == ({}, (0, 0, 120, 0, 0))
        assert before == (
            Program.history.count(),
            set(Program.objects.values_list("uuid", "modified", "data_modified_timestamp", "banner_image")),
            set(Program.courses.through.objects.values_list("pk", flat=True)),
        )
        assert (len(first["lms_programs"]), len(again["lms_programs"])) == (3, 3)
        assert max(first["lms_programs"]) <= 30
        # A few more at the beginning: the program type, and what the record needs.
        assert max(again["lms_programs"][1:]) == 8
        assert again["lms_programs"][0] <= 15

    def test_organizations_are_not_made_here(self, partner, platform):
        platform.catalogue.legacy.programs.add(program_row(1, organizations=["LakeX"]))
        loaded(partner)
        assert not Organization.objects.exists()
