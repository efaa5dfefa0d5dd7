import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    SeatFactory,
)
from course_discovery.apps.learner_pathway.models import LearnerPathway, LearnerPathwayStep
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)

pytestmark = pytest.mark.django_db


def management(prefix, total=0, initial=0):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def content(client, name, *args):
    answer = client.get(reverse(f"admin:learner_pathway_{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def add_pathway(client, min_requirement):
    data = {"title": "To the sea", "partner": PartnerFactory().pk, "status": "active", **management("steps", total=1)}
    step = {"steps-0-min_requirement": min_requirement}
    return client.post(reverse("admin:learner_pathway_learnerpathway_add"), {**data, **step})


def test_a_new_pathway_gets_its_first_step_as_it_stands(admin_client):
    answer = add_pathway(admin_client, min_requirement=1)
    assert answer.status_code == 302
    assert LearnerPathway.objects.get().steps.get().min_requirement == 1


def test_a_step_that_asks_for_nothing_is_refused(admin_client):
    answer = add_pathway(admin_client, min_requirement=0)
    assert "Ensure this value is greater than or equal to 1." in answer.content.decode()
    assert not LearnerPathway.objects.exists()


def test_a_pathway_leads_to_its_steps_and_says_what_they_hold(admin_client):
    step = LearnerPathwayStepFactory()
    LearnerPathwayCourseFactory(step=step, course__key="OrgX+C1")
    LearnerPathwayProgramFactory(step=step, program__title="Oceans")
    LearnerPathwayBlockFactory(step=step)
    page = content(admin_client, "learnerpathway_change", step.pathway.pk)
    assert f'<a href="{reverse("admin:learner_pathway_learnerpathwaystep_change", args=[step.pk])}">' in page
    assert "OrgX+C1, Oceans, block-v1:OrgX" in page


def test_a_course_twice_in_a_step_is_refused(admin_client):
    step, course = LearnerPathwayStepFactory(), CourseFactory()
    data = {
        "pathway": step.pathway.pk,
        "min_requirement": 1,
        **management("courses", total=2),
        "courses-0-course": course.pk,
        "courses-1-course": course.pk,
        **management("programs"),
        **management("blocks"),
    }
    answer = admin_client.post(reverse("admin:learner_pathway_learnerpathwaystep_change", args=[step.pk]), data)
    assert "Please correct the duplicate values below." in answer.content.decode()
    assert not step.courses.exists()


def test_only_official_courses_are_offered(admin_client):
    official = CourseFactory(title="Reef fish")
    DraftCourseFactory(title="Reef draft")
    asked = {
        "app_label": "learner_pathway",
        "model_name": "learnerpathwaycourse",
        "field_name": "course",
        "term": "Reef",
    }
    answer = admin_client.get(reverse("admin:autocomplete"), asked)
    assert [found["id"] for found in answer.json()["results"]] == [str(official.pk)]


class TestLists:
    @pytest.fixture
    def steps(self):
        def make(rows):
            for _ in range(rows):
                step = LearnerPathwayStepFactory(min_requirement=1)
                for effort in (4, 6):
                    run = CourseRunFactory(min_effort=effort, max_effort=effort, weeks_to_complete=1)
                    SeatFactory(course_run=run)
                    LearnerPathwayCourseFactory(step=step, course=run.course)
                LearnerPathwayProgramFactory(step=step)
                LearnerPathwayBlockFactory(step=step)

        return make

    def test_say_how_long_it_takes(self, admin_client, steps):
        steps(1)
        LearnerPathwayStepFactory()
        page = content(admin_client, "learnerpathway_changelist")
        assert '<td class="field-estimated_completion_time">3</td>' in page
        page = content(admin_client, "learnerpathwaystep_changelist")
        assert '<td class="field-estimated_completion_time">0 - 6</td>' in page
        assert '<td class="field-estimated_completion_time">-</td>' in page

    @pytest.mark.parametrize("model", ["", "step", "course", "program", "block"])
    def test_cost_the_same_however_many_there_are(self, admin_client, steps, model, django_assert_num_queries):
        steps(2)
        with CaptureQueriesContext(connection) as few:
            content(admin_client, f"learnerpathway{model}_changelist")
        steps(8)
        with django_assert_num_queries(len(few)):
            content(admin_client, f"learnerpathway{model}_changelist")


def test_search_finds_nodes_by_their_products(admin_client):
    LearnerPathwayCourseFactory(course__key="OrgX+C1")
    LearnerPathwayProgramFactory(program__title="Oceans")
    for name, words in (("learnerpathwaycourse", "OrgX+C1"), ("learnerpathwayprogram", "Oceans")):
        url = reverse(f"admin:learner_pathway_{name}_changelist")
        assert admin_client.get(url, {"q": words}).context["cl"].result_count == 1
        assert admin_client.get(url, {"q": "nothing"}).context["cl"].result_count == 0


def test_deleting_a_pathway_takes_its_steps_along(admin_client):
    step = LearnerPathwayStepFactory()
    admin_client.post(reverse("admin:learner_pathway_learnerpathway_delete", args=[step.pathway.pk]), {"post": "yes"})
    assert not LearnerPathwayStep.objects.exists()
