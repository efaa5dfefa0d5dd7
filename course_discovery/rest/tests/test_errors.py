import json

from django.test import RequestFactory

from course_discovery.rest.errors import not_found, server_error


def test_unknown_addresses_of_the_api_answer_in_json():
    answer = not_found(RequestFactory().get("/api/v1/nothing/"), Exception())
    assert (answer.status_code, json.loads(answer.content)) == (404, {"detail": "Not found."})


def test_failures_of_the_api_answer_in_json():
    answer = server_error(RequestFactory().get("/api/v1/courses/"))
    assert (answer.status_code, json.loads(answer.content)) == (500, {"detail": "A server error occurred."})


def test_pages_for_people_stay_pages():
    request = RequestFactory().get("/elsewhere/")
    for answer in (not_found(request, Exception()), server_error(request)):
        assert answer["Content-Type"].startswith("text/html")
