"""The client of blocks, with a session that answers by itself."""

import json
from io import BytesIO

import pytest
import requests
from urllib3 import HTTPResponse

from course_discovery.integrations.errors import BadStatus, UnreadableAnswer
from course_discovery.integrations.lms_blocks import BlocksApi

BLOCK = "block-v1:X+1+1+type@video+block@a"


class Answers(requests.adapters.BaseAdapter):
    """One answer to everything, and the addresses that were asked."""

    def __init__(self, status, body):
        super().__init__()
        self.status, self.body, self.asked = status, body, []

    def send(self, request, **_kwargs):
        self.asked.append(request.url)
        response = requests.Response()
        response.status_code, response.request, response.url = self.status, request, request.url
        response.raw = HTTPResponse(BytesIO(json.dumps(self.body).encode()), preload_content=False)
        return response

    def close(self):
        pass


def api_that_answers(status, body):
    session = requests.Session()
    answers = Answers(status, body)
    session.mount("https://", answers)
    return BlocksApi("https://lms.example.org/api/courses/v1", session), answers


def test_the_whole_tree_is_asked_for():
    blocks = {BLOCK: {"type": "video", "children": []}}
    api, answers = api_that_answers(200, {"root": BLOCK, "blocks": blocks})
    assert api.in_course("course-v1:X+1+1") == blocks
    assert api.below_block(BLOCK) == blocks
    whole = "all_blocks=True&depth=all&requested_fields=children"
    root = "https://lms.example.org/api/courses/v1/blocks/"
    assert answers.asked == [f"{root}?course_id=course-v1%3AX%2B1%2B1&{whole}", f"{root}{BLOCK}?{whole}"]


def test_a_block_is_asked_for_its_texts():
    body = {"id": BLOCK, "index_dictionary": {"content": {"display_name": "Rivers"}}}
    api, answers = api_that_answers(200, body)
    assert api.block_metadata(BLOCK) == body
    assert answers.asked == [f"https://lms.example.org/api/courses/v1/block_metadata/{BLOCK}?include=index_dictionary"]


def test_what_the_lms_does_not_know_is_not_there():
    api, _ = api_that_answers(404, {"detail": "Not found."})
    assert (api.in_course("course-v1:X+1+1"), api.below_block(BLOCK), api.block_metadata(BLOCK)) == ({}, {}, None)


def test_other_failures_are_told():
    api, _ = api_that_answers(403, {})
    with pytest.raises(BadStatus):
        api.below_block(BLOCK)


@pytest.mark.parametrize("body", [[], {}, {"blocks": []}, {"blocks": {BLOCK: "video"}}])
def test_an_answer_of_another_shape_is_refused(body):
    api, _ = api_that_answers(200, body)
    with pytest.raises(UnreadableAnswer):
        api.in_course("course-v1:X+1+1")
