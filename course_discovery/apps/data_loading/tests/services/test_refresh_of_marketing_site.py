"""A Drupal marketing site, from its nodes to the catalogue, over HTTP."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, Organization, Person, Subject, Video
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    SubjectFactory,
)
from course_discovery.apps.data_loading.models import RowFailure
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.nodes import (
    course_node,
    person_node,
    rich,
    school_node,
    sponsor_node,
    subject_node,
)
from course_discovery.apps.data_loading.tests.services.test_refresh import queries_of_pages, sources
from course_discovery.apps.data_loading.tests.services.watching import Watcher

SOURCES = [f"marketing_{name}" for name in ("subjects", "schools", "sponsors", "people", "courses")]
SITE_FIELDS = ("marketing_site_url_root", "marketing_site_api_username", "marketing_site_api_password")


@pytest.fixture
def partner(db, platform):
    """A partner with a marketing site and nothing else."""
    urls = platform.partner_urls(legacy=True)
    return PartnerFactory(short_code="edx", **{name: urls[name] for name in SITE_FIELDS})


@pytest.fixture
def publisher(partner, settings):
    """The same partner, with editors who work in Publisher."""
    settings.ENABLE_PUBLISHER = True
    partner.publisher_url = "https://publisher.example.com"
    partner.save()
    return partner


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def site(platform):
    return platform.catalogue.legacy


def refresh(partner, watcher=None):
    return refresh_partner(partner, watcher or Watcher(), stage=1)


def loaded(partner, name):
    return sources(refresh(partner))[f"marketing_{name}"]


def counts(source):
    return source.created, source.updated, source.unchanged, source.skipped, source.failed


def notes():
    return set(RowFailure.objects.values_list("key", "code", "message", "skipped"))


def picture(kind="PNG", color="red"):
    drawn = BytesIO()
    Image.new("RGB", (120, 120), color).save(drawn, kind)
    return drawn.getvalue()


def pair(partner, key):
    """Return a course with one run, both of them with a draft, and the draft course."""
    draft = CourseFactory(partner=partner, key=key, draft=True, **blank())
    official = CourseFactory(partner=partner, key=key, uuid=draft.uuid, draft_version=draft, **blank())
    draft_run = CourseRunFactory(course=draft, key=f"course-v1:{key}+1", draft=True)
    run = CourseRunFactory(course=official, key=draft_run.key, uuid=draft_run.uuid, draft_version=draft_run)
    Course.everything.filter(pk=draft.pk).update(canonical_course_run=draft_run)
    Course.everything.filter(pk=official.pk).update(canonical_course_run=run)
    return official, draft


def blank():
    texts = ("short_description", "full_description", "outcome", "prerequisites_raw", "syllabus_raw")
    return dict.fromkeys(texts, None) | {"level_type": None, "video": None}


def texts(course):
    course.refresh_from_db()
    return course.short_description, course.full_description, course.outcome, course.prerequisites_raw


class TestTheSite:
    def test_is_entered_once_a_listing_and_read_page_by_page(self, partner, platform, site):
        site.nodes_a_page = 2
        site.nodes.add(*(subject_node(n, f"Subject {n}", field_subject_url_slug=None) for n in range(1, 6)))
        run = refresh(partner)
        assert (run.status, list(sources(run))) == ("completed", SOURCES)
        source = sources(run)["marketing_subjects"]
        assert (source.pages, source.seen, source.announced, counts(source)) == (3, 5, 6, (5, 0, 0, 0, 0))
        asked = [request for request in platform.requests if request.params.get("type") == "subject"]
        assert [request.params["page"] for request in sorted(asked, key=lambda each: each.page)] == ["0", "1", "2"]
        assert {(request.params["max-depth"], request.params["load-entity-refs"]) for request in asked} == {
            ("2", "file")
        }
        assert platform.request_counts()["marketing_login"] == len(SOURCES)

    def test_that_does_not_let_us_in_fails(self, partner, site):
        partner.marketing_site_api_password = "wrong"
        partner.save()
        site.nodes.add(subject_node())
        run = refresh(partner)
        assert run.status == "failed"
        checkpoint = sources(run)["marketing_subjects"].checkpoints.get()
        assert "Marketing Site Login failed!" in checkpoint.error
        assert "wrong" not in checkpoint.error
        assert not Subject.objects.exists()

    def test_that_is_no_drupal_any_more_is_absent(self, partner, platform):
        platform.fail("404", "marketing_login", times=None)
        run = refresh(partner)
        assert run.status == "completed"
        assert {source.status for source in sources(run).values()} == {"absent"}

    def test_without_a_password_fails(self, partner, platform):
        partner.marketing_site_api_password = None
        partner.save()
        source = sources(refresh(partner))["marketing_people"]
        error = source.checkpoints.get().error
        assert error.endswith("Marketing Site API credentials are not properly configured!")
        assert platform.requests == []

    def test_is_not_read_without_an_account(self, partner):
        partner.marketing_site_api_username = ""
        partner.save()
        assert sources(refresh(partner)) == {}

    def test_a_killed_refresh_goes_on_where_it_stopped(self, partner, platform, site):
        site.nodes_a_page = 1
        site.nodes.add(*(subject_node(n, f"Subject {n}", field_subject_url_slug=None) for n in (1, 2, 3)))

        def kill(source, number):
            if number == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            refresh(partner, Watcher(at_page=kill))
        assert Subject.objects.count() == 2
        run = refresh(partner)
        source = sources(run)["marketing_subjects"]
        assert (run.status, run.resumed, source.resumed) == ("completed", 1, True)
        assert (source.pages, counts(source), Subject.objects.count()) == (3, (3, 0, 0, 0, 0), 3)

    @pytest.mark.parametrize("kind", ["503", "garbage"])
    def test_a_page_that_fails_is_named_and_the_others_are_loaded(self, partner, platform, site, kind):
        site.nodes_a_page = 1
        site.nodes.add(*(subject_node(n, f"Subject {n}", field_subject_url_slug=None) for n in (1, 2, 3)))
        platform.fail(kind, "marketing_nodes", page=1, times=None)
        source = loaded(partner, "subjects")
        assert (source.status, source.pages, source.pages_failed) == ("failed", 2, 1)
        assert {subject.name for subject in Subject.objects.all()} == {"Subject 1", "Subject 3"}


class TestSubjects:
    def test_are_made(self, partner, site):
        site.nodes.add(subject_node())
        source = loaded(partner, "subjects")
        assert counts(source) == (1, 0, 0, 0, 0)
        subject = Subject.objects.get()
        assert (subject.uuid, subject.partner, subject.slug) == (UUID(int=1), partner, "botany")
        assert (subject.name, subject.subtitle, subject.description) == ("Botany", "Plants & more", "All<p>of them</p>")
        assert (subject.banner_image_url, subject.card_image_url) == ("https://site.example/banner.jpg", None)

    def test_are_known_by_uuid_and_keep_what_the_site_leaves_blank(self, partner, site):
        subject = SubjectFactory(partner=partner, uuid=UUID(int=1), name="Old", description="By an editor")
        slug = subject.slug
        site.nodes.add(subject_node(body=[], field_subject_card_image={"url": "https://site.example/card.jpg"}))
        assert counts(loaded(partner, "subjects")) == (0, 1, 0, 0, 0)
        subject = Subject.objects.get()
        assert (subject.name, subject.slug, subject.description) == ("Botany", slug, "By an editor")
        assert subject.card_image_url == "https://site.example/card.jpg"

    def test_are_known_by_slug_and_keep_their_uuid(self, partner, site):
        known = SubjectFactory(partner=partner, name="Botany")
        SubjectFactory(name="Botany")
        site.nodes.add(subject_node(title="Botany and Plants"))
        assert counts(loaded(partner, "subjects")) == (0, 1, 0, 0, 0)
        subject = Subject.objects.get(partner=partner)
        assert (subject.uuid, subject.name) == (known.uuid, "Botany and Plants")

    def test_of_the_same_name_have_slugs_of_their_own(self, partner, site):
        site.nodes.add(subject_node(1), subject_node(2))
        loaded(partner, "subjects")
        assert set(Subject.objects.values_list("slug", flat=True)) == {"botany", "botany-2"}

    def test_with_publisher_only_what_is_empty_is_filled(self, publisher, site):
        SubjectFactory(partner=publisher, uuid=UUID(int=1), name="By an editor", subtitle=None, banner_image_url="")
        site.nodes.add(subject_node())
        loaded(publisher, "subjects")
        subject = Subject.objects.get()
        assert (subject.name, subject.subtitle) == ("By an editor", "Plants & more")
        assert subject.banner_image_url == "https://site.example/banner.jpg"

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"title": ""}, "missing"),
            ({"uuid": "x"}, "bad_uuid"),
            ({"field_subject_subtitle": rich("x" * 256)}, "too_long"),
            ({"field_xseries_banner_image": "b.jpg"}, "not_an_object"),
            ({"body": 7}, "bad_text"),
        ],
    )
    def test_at_fault_stop_nobody_else(self, partner, site, values, code):
        site.nodes.add(subject_node(2, **values), subject_node(1))
        source = loaded(partner, "subjects")
        assert (source.status, counts(source)) == ("completed", (1, 0, 0, 0, 1))
        assert [note[1] for note in notes()] == [code]

    def test_that_are_not_published_are_left_out(self, partner, site):
        site.nodes.add(subject_node(status="0"))
        assert counts(loaded(partner, "subjects")) == (0, 0, 0, 1, 0)
        assert notes() == {(str(UUID(int=1)), "unpublished", "Botany is not published on the marketing site", True)}
        assert not Subject.objects.exists()


class TestOrganizations:
    def test_are_made_of_schools_with_their_logo(self, partner, platform, site, django_capture_on_commit_callbacks):
        site.pictures["/pictures/lake.jpg"] = picture("JPEG")
        site.nodes.add(school_node(logo=f"{platform.url}/pictures/lake.jpg"))
        with django_capture_on_commit_callbacks(execute=True):
            assert counts(loaded(partner, "schools")) == (1, 0, 0, 0, 0)
        lake = Organization.objects.get()
        assert (lake.uuid, lake.key, lake.name, lake.slug) == (UUID(int=1), "LakeX", "Lake University", "lake")
        assert (lake.description, lake.partner) == ("<p>By the lake</p>", partner)
        assert lake.logo_image.name.endswith(".png")
        assert Image.open(lake.logo_image).format == "PNG"
        name = lake.logo_image.name
        with django_capture_on_commit_callbacks(execute=True):
            assert counts(loaded(partner, "schools")) == (0, 0, 1, 0, 0)
        lake.refresh_from_db()
        assert lake.logo_image.name == name

    def test_are_known_by_key_and_keep_slug_and_uuid(self, partner, site):
        lake = OrganizationFactory(partner=partner, key="LAKEX", name="")
        OrganizationFactory(partner=PartnerFactory(), key="LakeX", name="Other")
        before = lake.history.count()
        site.nodes.add(school_node())
        assert counts(loaded(partner, "schools")) == (0, 1, 0, 0, 0)
        found = Organization.objects.get(partner=partner)
        assert (found.key, found.name, found.slug, found.uuid) == ("LAKEX", "Lake University", lake.slug, lake.uuid)
        assert found.history.count() == before + 1
        assert found.data_modified_timestamp > lake.data_modified_timestamp

    def test_of_sponsors_have_keys_made_of_names(self, partner, site):
        site.nodes.add(sponsor_node(), sponsor_node(2, "湖"))
        source = loaded(partner, "sponsors")
        assert counts(source) == (1, 0, 0, 0, 1)
        sponsor = Organization.objects.get()
        assert (sponsor.key, sponsor.name, sponsor.description) == ("Harbour-Sons", "Harbour & Sons", "<p>Gives</p>")
        assert [note[1] for note in notes()] == ["bad_key"]

    def test_that_are_school_and_sponsor_are_as_the_school_says(self, partner, site):
        site.nodes.add(school_node(1, field_school_description=[]), sponsor_node(2, "LakeX"))
        run = refresh(partner)
        assert counts(sources(run)["marketing_sponsors"]) == (0, 1, 0, 0, 0)
        lake = Organization.objects.get()
        assert (lake.name, lake.description) == ("Lake University", "<p>Gives</p>")
        run = refresh(partner)
        assert [counts(sources(run)[f"marketing_{name}"]) for name in ("schools", "sponsors")] == [(0, 0, 1, 0, 0)] * 2

    def test_described_by_two_nodes_are_as_the_first_says(self, partner, site):
        site.nodes.add(school_node(1), school_node(2, "lakex", field_school_name="Other"))
        assert counts(loaded(partner, "schools")) == (1, 0, 0, 1, 0)
        assert counts(loaded(partner, "schools")) == (0, 0, 1, 1, 0)
        assert Organization.objects.get().name == "Lake University"

    def test_whose_logo_cannot_be_had_are_loaded_without(self, partner, platform, site):
        site.nodes.add(school_node(logo=f"{platform.url}/pictures/none.png"))
        assert counts(loaded(partner, "schools")) == (1, 0, 0, 0, 0)
        ((key, code, message, skipped),) = notes()
        assert (key, code, skipped) == (str(UUID(int=1)), "picture_failed", False)
        assert message.endswith("/pictures/none.png: status 404 Not Found")


class TestPeople:
    def test_are_made_with_their_photo(self, partner, platform, site, django_capture_on_commit_callbacks):
        site.pictures["/pictures/ada.png"] = picture()
        site.nodes.add(person_node(photo=f"{platform.url}/pictures/ada.png"))
        with django_capture_on_commit_callbacks(execute=True):
            assert counts(loaded(partner, "people")) == (1, 0, 0, 0, 0)
        ada = Person.objects.get()
        assert (ada.uuid, ada.full_name, ada.slug) == (UUID(int=1), "Dr. Ada Lake", "ada-lake")
        assert (ada.bio, ada.major_works, ada.published) == ("<p>Botanist</p>", "", True)
        assert ada.profile_image.read() == site.pictures["/pictures/ada.png"]
        with django_capture_on_commit_callbacks(execute=True):
            assert counts(loaded(partner, "people")) == (0, 0, 1, 0, 0)

    def test_are_updated_and_no_longer_published(self, partner, site):
        PersonFactory(partner=partner, uuid=UUID(int=1), given_name="A.", bio="Old", slug="a-lake", published=True)
        slug = Person.objects.get().slug
        site.nodes.add(person_node(status="0", field_person_resume=None))
        assert counts(loaded(partner, "people")) == (0, 1, 0, 0, 0)
        ada = Person.objects.get()
        assert (ada.given_name, ada.bio, ada.slug, ada.published) == ("Ada", "Old", slug, False)

    def test_of_one_name(self, partner, site):
        names = {"field_person_first_middle_name": None}
        site.nodes.add(person_node(1, **names), person_node(2, **names, field_person_last_name=[]))
        for _time in range(2):
            loaded(partner, "people")
            assert set(Person.objects.values_list("given_name", "family_name")) == {("Lake", None), ("Ada Lake", None)}

    def test_that_this_service_put_there_do_not_come_back_changed(self, partner, site):
        PersonFactory(
            partner=partner,
            uuid=UUID(int=1),
            salutation="Dr.",
            given_name="Ada",
            family_name="Lake",
            bio="Botanist",
            published=True,
        )
        ada = Person.objects.get()
        site.nodes.add(
            {
                "uuid": str(UUID(int=1)),
                "type": "person",
                "title": ada.full_name,
                "field_person_slug": ada.slug,
                "status": "1",
            }
        )
        source = loaded(partner, "people")
        assert (counts(source), source.written) == ((0, 0, 1, 0, 0), {})

    def test_with_publisher_only_what_is_empty_is_filled(self, publisher, site):
        PersonFactory(
            partner=publisher, uuid=UUID(int=1), given_name="A.", bio=None, published=False, profile_image=None
        )
        site.nodes.add(person_node())
        loaded(publisher, "people")
        ada = Person.objects.get()
        assert (ada.given_name, ada.bio, ada.published) == ("A.", "<p>Botanist</p>", False)


class TestCourses:
    def test_get_their_texts_on_both_rows(self, partner, site):
        official, draft = pair(partner, "LakeX+B1")
        level = LevelTypeFactory(name="Introductory", name_t="Introductory")
        of_the_lms = [(course.title, course.card_image_url) for course in (official, draft)]
        known = SubjectFactory(partner=partner, name="Botany")
        subject, other, school = subject_node(1), subject_node(2, "Zoology", field_subject_url_slug=[]), school_node(3)
        site.nodes.add(subject, other, school, course_node(4, "course-v1:LakeX+B1+1", [other, subject], [school]))
        source = loaded(partner, "courses")
        assert (source.status, counts(source)) == ("completed", (0, 1, 0, 0, 0))
        for course in (official, draft):
            assert texts(course) == ("<p>Short</p>", "<p>Full</p>", "<ul><li>Leaves</li></ul>", None)
            assert (course.level_type, course.video.src) == (level, "https://videos.example/botany")
            assert [each.name for each in course.subjects.all()] == ["Zoology", "Botany"]
            assert [each.key for each in course.authoring_organizations.all()] == ["LakeX"]
        assert course.subjects.last() == known
        assert [(course.title, course.card_image_url) for course in (official, draft)] == of_the_lms
        assert not notes()

    def test_are_as_the_page_of_the_canonical_run_says(self, partner, site):
        official, _draft = pair(partner, "LakeX+B1")
        CourseRunFactory(course=official, key="course-v1:LakeX+B1+2")
        later = course_node(
            2,
            "course-v1:LakeX+B1+2",
            field_course_description=rich("<p>Other</p>"),
            field_course_prerequisites=rich("None"),
            field_product_video={"url": "https://videos.example/other"},
        )
        for nodes in ([later, course_node(1, "course-v1:LakeX+B1+1")], [course_node(1, "course-v1:LakeX+B1+1"), later]):
            site.nodes.clear()
            site.nodes.add(*nodes)
            source = loaded(partner, "courses")
            assert texts(official) == ("<p>Short</p>", "<p>Full</p>", "<ul><li>Leaves</li></ul>", "None")
            assert official.video.src == "https://videos.example/botany"
        assert (counts(source), source.written) == ((0, 0, 2, 0, 0), {})

    def test_that_are_not_here_are_skipped(self, partner, site):
        pair(PartnerFactory(), "HillX+B1")
        site.nodes.add(course_node(1, "course-v1:LakeX+B1+1"), course_node(2, "course-v1:HillX+B1+1"))
        assert counts(loaded(partner, "courses")) == (0, 0, 0, 2, 0)
        assert (
            "course-v1:LakeX+B1+1",
            "unknown_run",
            "Could not find course run [course-v1:LakeX+B1+1]",
            True,
        ) in notes()
        assert not Video.objects.exists()

    def test_keep_what_the_site_does_not_know(self, partner, site):
        official, draft = pair(partner, "LakeX+B1")
        subject, author = SubjectFactory(partner=partner), OrganizationFactory(partner=partner, key="LakeX")
        for course in (official, draft):
            course.subjects.set([subject])
            course.authoring_organizations.set([author])
        Course.everything.update(prerequisites_raw="Some", short_description="Old")
        site.nodes.add(
            course_node(
                1,
                "course-v1:LakeX+B1+1",
                [subject_node(8, "Alchemy")],
                [school_node(9, "MoonX")],
                field_course_level={"name": "Esoteric"},
                field_course_sub_title_long=[],
            )
        )
        loaded(partner, "courses")
        assert texts(official) == ("Old", "<p>Full</p>", "<ul><li>Leaves</li></ul>", "Some")
        assert (list(official.subjects.all()), list(official.authoring_organizations.all())) == ([subject], [author])
        assert {note[1:3] for note in notes()} == {
            ("unknown_subject", "There is no subject Alchemy"),
            ("unknown_organization", "There is no organization MoonX"),
            ("unknown_level", "There is no level Esoteric"),
        }

    def test_of_partners_with_publisher_are_their_editors(self, publisher, site):
        official, _draft = pair(publisher, "LakeX+B1")
        site.nodes.add(course_node(1, "course-v1:LakeX+B1+1"))
        assert list(sources(refresh(publisher))) == SOURCES[:-1]
        assert texts(official) == (None, None, None, None)

    def test_are_stamped_when_they_change(self, partner, site):
        official, draft = pair(partner, "LakeX+B1")
        stamps = [course.data_modified_timestamp for course in (official, draft)]
        site.nodes.add(course_node(1, "course-v1:LakeX+B1+1"))
        loaded(partner, "courses")
        for course, stamp in zip((official, draft), stamps, strict=True):
            course.refresh_from_db()
            assert course.data_modified_timestamp > stamp


def test_the_same_again_writes_nothing_and_costs_little(partner, platform, site, django_capture_on_commit_callbacks):
    LevelTypeFactory(name="Introductory", name_t="Introductory")
    site.pictures["/pictures/p.png"] = picture()
    site.nodes_a_page = 50
    url = f"{platform.url}/pictures/p.png"
    for number in range(1, 101):
        pair(partner, f"Org{number}X+B1")
        subject = subject_node(number, f"Subject {number}", field_subject_url_slug=f"subject-{number}")
        school = school_node(1000 + number, f"Org{number}X", logo=url)
        site.nodes.add(
            subject,
            school,
            sponsor_node(2000 + number, f"Sponsor {number}"),
            person_node(3000 + number, photo=url),
            course_node(4000 + number, f"course-v1:Org{number}X+B1+1", [subject], [school]),
        )
    with queries_of_pages() as (counting, first):
        refresh(partner, counting)
    with django_capture_on_commit_callbacks(execute=True):
        # What differed was noted, and is stored now.
        refresh(partner)
    before = written_rows()
    with django_capture_on_commit_callbacks(execute=True) as callbacks, queries_of_pages() as (counting, again):
        run = refresh(partner, counting)
    assert {name: (source.written, counts(source)) for name, source in sources(run).items() if name in SOURCES} == {
        name: ({}, (0, 0, 100, 0, 0)) for name in SOURCES
    }
    assert written_rows() == before
    assert not callbacks
    assert {name: max(first[name]) for name in SOURCES if max(first[name]) > 60} == {}
    # The first page also begins the record; that of courses comes after subjects, schools and levels.
    assert {name: again[name][1] for name in SOURCES} == {
        "marketing_subjects": 6,
        "marketing_schools": 5,
        "marketing_sponsors": 5,
        "marketing_people": 5,
        "marketing_courses": 7,
    }
    assert max(again[name][0] for name in SOURCES) <= 16


def written_rows():
    return [
        (model.__name__, model._base_manager.count(), set(model._base_manager.values_list("pk", "modified")))
        for model in (Subject, Organization, Person, Course, Video)
    ] + [Course.history.count(), Organization.history.count()]
