"""Publishing what is sold, over HTTP."""

import json

import pytest
import requests

from course_discovery.integrations.ecommerce import EcommerceApi, EcommerceSiteAPIClientException
from course_discovery.integrations.errors import BadStatus, UnreadableAnswer
from course_discovery.sandbox.api import Response, json_response
from course_discovery.sandbox.outside import Double, running_double

PUBLICATION = {"id": "course-v1:LakeX+BOT1+1T2031", "products": [{"price": "0.00"}, {"price": "60.00"}]}


class Shop(Double):
    """Answers what a test wants."""

    response = Response(200, b"")

    def answer(self, request):
        return self.response


@pytest.fixture(scope="module")
def running_shop():
    with running_double(Shop()) as shop:
        yield shop


@pytest.fixture
def shop(running_shop):
    running_shop.requests.clear()
    return running_shop


@pytest.fixture
def publish(shop):
    api = EcommerceApi(f"{shop.url}/api/v2/", requests.Session())

    def publish(response):
        shop.response = response
        return api.publish(PUBLICATION)

    return publish


def test_skus_come_in_the_order_of_the_products(shop, publish):
    answer = json_response(201, {"products": [{"partner_sku": ""}, {"partner_sku": "ABC1234"}]})
    assert publish(answer) == [None, "ABC1234"]
    (request,) = shop.requests
    assert (request.method, request.path) == ("POST", "/api/v2/publication/")
    assert json.loads(request.body) == PUBLICATION


def test_a_refusal_that_says_why_is_told_from_one_that_does_not(publish):
    with pytest.raises(EcommerceSiteAPIClientException) as refused:
        publish(json_response(400, {"error": "The price is not a number."}))
    assert refused.value.came == "{'error': 'The price is not a number.'}"
    assert (refused.value.status, refused.value.transient) == (400, False)
    with pytest.raises(BadStatus, match="status 400") as bare:
        publish(Response(400, b"<h1>Bad Request</h1>"))
    assert type(bare.value) is BadStatus
    with pytest.raises(BadStatus) as other_json:
        publish(json_response(400, {"detail": "No."}))
    assert type(other_json.value) is BadStatus


def test_an_illness_that_says_why_passes_too(publish, shop):
    with pytest.raises(EcommerceSiteAPIClientException) as ill:
        publish(json_response(503, {"error": "Down."}, **{"Retry-After": "120"}))
    assert (ill.value.transient, ill.value.retry_after) == (True, 120)
    assert len(shop.requests) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"products": [{"partner_sku": "ABC1234"}]}, "1 products in answer to 2"),
        ({"products": "none"}, "no list of products"),
        ([], "no list of products"),
    ],
)
def test_an_answer_that_does_not_fit_is_an_error(publish, body, reason):
    with pytest.raises(UnreadableAnswer, match=reason):
        publish(json_response(200, body))
