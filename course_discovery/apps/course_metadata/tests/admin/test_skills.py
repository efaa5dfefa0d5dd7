"""The pages about a course's skills."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse
from taxonomy.models import CourseSkills
from taxonomy.signals.signals import UPDATE_COURSE_SKILLS

from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.course_metadata.tests.listening import alone_with
from course_discovery.apps.course_metadata.tests.skill_factories import CourseSkillsFactory

pytestmark = pytest.mark.django_db
PAGES = ("course_skills", "refresh_course_skills")


@pytest.fixture
def course():
    return CourseFactory(key="X+1", title="Rivers")


@pytest.fixture
def editor(client):
    """Staff who may change courses."""
    user = StaffUserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=("view_course", "change_course")))
    client.force_login(user)
    return client


@pytest.fixture
def links():
    """Two shown skills of the course, a refused one, and one of another course."""
    return [
        CourseSkillsFactory(course_key="X+1", skill__name="Sailing"),
        CourseSkillsFactory(course_key="X+1", skill__name="Rowing"),
        CourseSkillsFactory(course_key="X+1", skill__name="Diving", is_blacklisted=True),
        CourseSkillsFactory(course_key="X+2", skill__name="Flying"),
    ]


@pytest.fixture
def asked():
    """Of which courses skills were asked for."""
    with alone_with(UPDATE_COURSE_SKILLS, "course_uuid") as uuids:
        yield uuids


def page(name, course):
    return reverse(f"admin:{name}", args=[course.pk])


def refused():
    return set(CourseSkills.objects.filter(is_blacklisted=True).values_list("skill__name", flat=True))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("name", PAGES)
def test_for_those_who_may_change_courses(client, course, asked, name):
    for method in (client.get, client.post):
        assert method(page(name, course)).status_code == 302
    for user in (UserFactory(), StaffUserFactory()):
        client.force_login(user)
        status = 403 if user.is_staff else 302
        assert client.get(page(name, course)).status_code == status
        assert client.post(page(name, course)).status_code == status
    assert asked == []


@pytest.mark.parametrize("name", PAGES)
def test_a_course_that_does_not_exist(editor, name):
    assert editor.get(reverse(f"admin:{name}", args=[0])).status_code == 404


def test_the_ways_to_the_pages(editor, course):
    change_page = editor.get(reverse("admin:course_metadata_course_change", args=[course.pk])).content.decode()
    for name in PAGES:
        assert f'href="{page(name, course)}"' in change_page
    assert page("course_skills", course) == f"/admin/course_metadata/course/{course.pk}/course_skills"


def test_which_skills_a_course_has(editor, course, links):
    response = editor.get(page("course_skills", course))
    names = {key: [link.skill.name for link in response.context[key]] for key in ("course_skills", "excluded_skills")}
    assert names == {"course_skills": ["Rowing", "Sailing"], "excluded_skills": ["Diving"]}
    assert response.context["course"] == course
    text = response.content.decode()
    assert f'href="{reverse("admin:taxonomy_skill_change", args=[links[0].skill_id])}"' in text
    assert "Flying" not in text


def test_skills_are_refused_and_shown_again(editor, course, links):
    sailing, _rowing, diving, _flying = (link.skill_id for link in links)
    response = editor.post(page("course_skills", course), {"exclude_skills": [sailing], "include_skills": [diving]})
    assert (response.status_code, response["Location"]) == (302, page("course_skills", course))
    assert refused() == {"Sailing"}
    assert said(response) == ["The skills of the course were changed."]


def test_only_skills_of_the_course(editor, course, links):
    flying = links[3].skill_id
    response = editor.post(page("course_skills", course), {"exclude_skills": [flying]})
    assert response.status_code == 200
    assert f"{flying} is not one of the available choices" in response.content.decode()
    assert refused() == {"Diving"}
    assert said(response) == []


def test_searching_a_course_for_skills(editor, course, asked):
    assert editor.get(page("refresh_course_skills", course)).status_code == 200
    assert asked == []
    response = editor.post(page("refresh_course_skills", course))
    assert (response.status_code, response["Location"]) == (302, page("refresh_course_skills", course))
    assert asked == [course.uuid]
    assert "are being searched" in said(response)[0]


def test_a_draft_has_its_texts_searched_too(editor, asked):
    draft = DraftCourseFactory(key="X+2")
    assert editor.post(page("refresh_course_skills", draft)).status_code == 302
    assert asked == [draft.uuid]


def test_a_queue_out_of_reach(editor, course, asked):
    def broken(sender, **_):
        raise ConnectionError("no queue")

    UPDATE_COURSE_SKILLS.connect(broken)
    response = editor.post(page("refresh_course_skills", course))
    assert response.status_code == 302
    assert said(response) == ["The texts cannot be searched for skills: no queue"]
