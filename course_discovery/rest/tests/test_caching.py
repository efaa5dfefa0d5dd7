import time

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.viewsets import ViewSet
from waffle.testutils import override_flag

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.rest import data_version
from course_discovery.rest.caching import cached_response

pytestmark = pytest.mark.django_db


class CountingViewSet(ViewSet):
    """Answers how often it was asked."""

    permission_classes = ()
    status = 200
    asked = 0

    @cached_response
    def list(self, request):
        CountingViewSet.asked += 1
        return Response({"asked": CountingViewSet.asked}, status=self.status)


@pytest.fixture(autouse=True)
def _caching(settings):
    settings.USE_API_CACHING = True
    settings.API_CACHE_SECONDS = 300
    CountingViewSet.asked = 0


@pytest.fixture
def user():
    return UserFactory()


def ask(user=None, path="/things/", initkwargs=None, **headers):
    request = APIRequestFactory().get(path, **headers)
    force_authenticate(request, user or AnonymousUser())
    answer = CountingViewSet.as_view({"get": "list"}, **(initkwargs or {}))(request)
    if hasattr(answer, "render"):
        answer.render()
    assert answer["Content-Type"] == "application/json" or b"asked" in answer.content
    return answer


def test_the_same_question_is_answered_once(user):
    first, second = ask(user), ask(user)
    assert CountingViewSet.asked == 1
    assert first.content == second.content == b'{"asked":1}'
    assert second["Content-Type"] == "application/json"
    assert second["Allow"] == first["Allow"]


def test_nobody_gets_another_users_answer(user):
    ask(user)
    ask(UserFactory())
    ask()
    assert CountingViewSet.asked == 3


def test_rights_gained_or_lost_are_another_question(user, django_user_model):
    from django.contrib.auth.models import Group

    ask(user)
    user.groups.add(Group.objects.create(name="Editors"))
    ask(user)
    user.is_staff = True
    ask(user)
    assert CountingViewSet.asked == 3


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/things/?q=1"},
        {"path": "/others/"},
        {"HTTP_HOST": "other.example.com"},
        {"HTTP_ACCEPT": "text/html"},
        {"path": "/things/?format=api"},
    ],
    ids=str,
)
def test_another_question_gets_its_own_answer(user, other):
    ask(user)
    ask(user, **other)
    assert CountingViewSet.asked == 2


def test_repeated_parameters_all_count(user):
    ask(user, path="/things/?org=a&org=b")
    ask(user, path="/things/?org=c&org=b")
    assert CountingViewSet.asked == 2


def test_the_order_of_parameters_does_not_count(user):
    ask(user, path="/things/?a=1&b=2")
    ask(user, path="/things/?b=2&a=1")
    assert CountingViewSet.asked == 1


def test_a_change_of_the_catalogue_makes_answers_stale(user):
    ask(user)
    data_version.bump()
    ask(user)
    assert CountingViewSet.asked == 2


def test_answers_do_not_last(user, settings):
    # A cache in another process has a clock of its own, which no test can stop.
    settings.API_CACHE_SECONDS = 1
    ask(user)
    time.sleep(1.1)
    ask(user)
    assert CountingViewSet.asked == 2


def test_refusals_are_not_kept(user):
    ask(user, initkwargs={"status": 404})
    ask(user, initkwargs={"status": 404})
    assert CountingViewSet.asked == 2


def test_switched_off_by_setting(user, settings):
    settings.USE_API_CACHING = False
    ask(user)
    ask(user)
    assert CountingViewSet.asked == 2


@pytest.mark.parametrize("active, asked", [(False, 2), (True, 1)])
def test_switched_off_by_flag(user, active, asked):
    with override_flag("compressed_cache.CountingViewSet.list", active=active):
        ask(user)
        ask(user)
    assert CountingViewSet.asked == asked


def test_a_hit_costs_no_query_of_the_catalogue(django_assert_num_queries):
    staff = UserFactory(is_staff=True)
    ask(staff)
    with django_assert_num_queries(0):
        ask(staff)
