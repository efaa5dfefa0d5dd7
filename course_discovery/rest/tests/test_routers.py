import pytest
from django.urls import Resolver404, URLResolver, reverse
from django.urls.resolvers import RegexPattern
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from course_discovery.rest.routers import Router


class Rivers(ViewSet):
    lookup_field = "name"

    def list(self, request):
        return Response([])

    def retrieve(self, request, name):
        return Response(name)

    def destroy(self, request, name):
        return Response(status=204)


class Lists(ViewSet):
    def list(self, request):
        return Response([])


@pytest.fixture
def resolver():
    router = Router()
    router.register("rivers", Rivers, basename="river")
    router.register("lists", Lists, basename="list")
    return URLResolver(RegexPattern(r"^/"), router.urls)


@pytest.mark.parametrize("path", ["/rivers/elbe/", "/rivers/elbe"])
def test_a_detail_answers_with_and_without_the_last_slash(resolver, path):
    found = resolver.resolve(path)
    assert found.kwargs == {"name": "elbe"}
    assert found.func.actions == {"get": "retrieve", "delete": "destroy"}
    assert found.func.initkwargs["suffix"] == "Instance"
    assert found.func.initkwargs["detail"] is True


@pytest.mark.parametrize("path", ["/rivers", "/lists", "/lists/1", "/lists/1/"])
def test_nothing_else_does(resolver, path):
    with pytest.raises(Resolver404):
        resolver.resolve(path)


def test_addresses_are_made_with_the_slash(resolver):
    assert resolver.reverse("river-detail", name="elbe") == "rivers/elbe/"


def test_the_service_uses_it():
    assert reverse("api:v1:course-detail", kwargs={"id": "X+Y"}) == "/api/v1/courses/X+Y/"
