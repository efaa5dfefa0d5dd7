"""The command that asks an LMS for the languages of machine translation and transcription."""

import logging
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.rules import ai_languages
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    SeatFactory,
)
from course_discovery.apps.data_loading.models import RowFailure, SourceRun
from course_discovery.apps.data_loading.sources.ai_languages import LONGEST_SILENCE
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.sandbox.api import json_response
from course_discovery.sandbox.outside.double import Double, running_double

COMMAND = "update_course_ai_languages"
STORED = {"translation_languages": [{"code": "fr", "label": "French"}], "transcription_languages": []}
SPANISH = {"code": "es", "label": "Spanish"}


class Lms(Double):
    """`answers` are what it tells, by the key of the run; of others it knows nothing."""

    def __init__(self):
        super().__init__()
        self.answers = {}

    def answer(self, request):
        if request.path == "/oauth2/access_token":
            return json_response(200, {"access_token": "token", "expires_in": 3600, "token_type": "JWT"})
        assert request.path == "/api/translatable_xblocks/config/"
        answer = self.answers.get(request.params["course_id"], json_response(404, {"detail": "Not found."}))
        return answer if not isinstance(answer, dict) else json_response(200, answer)

    @property
    def asked(self):
        return sorted(request.params["course_id"] for request in self.requests if "course_id" in request.params)


def offers(*translations, codes=(), enabled=True):
    return {
        "id": 1,
        "feature_enabled": enabled,
        "available_translation_languages": [{"id": 7, "enabled": True} | language for language in translations],
        "transcription_languages": list(codes),
    }


@pytest.fixture(scope="module")
def server():
    with running_double(Lms()) as running:
        yield running


@pytest.fixture
def lms(server, settings):
    server.answers.clear()
    server.requests.clear()
    settings.BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = f"{server.url}/oauth2"
    return server


@pytest.fixture
def partner(db, lms, settings):
    made = PartnerFactory(name="Lake University", short_code="lake", lms_url=lms.url)
    settings.DEFAULT_PARTNER_ID = made.pk
    return made


@pytest.fixture
def run(partner):
    return CourseRunFactory(course__partner=partner, key="course-v1:LakeX+B1+1", ai_languages=STORED)


def call(*arguments):
    call_command(COMMAND, *arguments)
    return SourceRun.objects.latest("pk")


def stored(run):
    run.refresh_from_db()
    return run.ai_languages


def test_both_rows_take_what_the_lms_tells(partner, lms, caplog):
    draft_course = DraftCourseFactory(partner=partner)
    course = CourseFactory(partner=partner, draft_version=draft_course)
    draft = DraftCourseRunFactory(course=draft_course, key="course-v1:LakeX+B1+1")
    run = CourseRunFactory(course=course, key=draft.key, draft_version=draft)
    lms.answers[run.key] = offers(SPANISH, codes=["ro", "pt_br", "iw"])
    LanguageTag.objects.update_or_create(code="pt-BR", defaults={"name": "Portuguese - Brazil"})
    before = Course.objects.get().data_modified_timestamp
    with caplog.at_level(logging.INFO):
        assert call().updated == 1
    expected = {
        "translation_languages": [SPANISH],
        "transcription_languages": [
            {"code": "ro", "label": "Romanian - Romania"},
            {"code": "pt_br", "label": "Portuguese - Brazil"},
            {"code": "iw", "label": "Hebrew"},
        ],
    }
    assert stored(run) == stored(draft) == expected
    assert ai_languages.is_valid(expected)
    assert [row.history.count() for row in (run, draft)] == [2, 2]
    assert Course.objects.get().data_modified_timestamp > before
    assert f"Updated ai languages for {run.key} (both draft and non-draft versions)" in caplog.text


def test_what_did_not_change_is_not_written(run, lms, caplog):
    lms.answers[run.key] = offers(SPANISH | {"code": "fr", "label": "French"})
    modified = CourseRun.objects.get().modified
    with caplog.at_level(logging.INFO):
        source_run = call()
    assert (source_run.unchanged, source_run.written) == (1, {})
    assert (CourseRun.objects.get().modified, run.history.count()) == (modified, 1)
    assert "Updated ai languages" not in caplog.text


def test_translations_count_where_they_are_switched_on(run, lms, caplog):
    lms.answers[run.key] = offers(SPANISH, codes=["ro"], enabled=False)
    with caplog.at_level(logging.INFO):
        call()
    assert stored(run) == {
        "translation_languages": [],
        "transcription_languages": [{"code": "ro", "label": "Romanian - Romania"}],
    }
    assert f"Updated ai languages for {run.key} (non-draft version only)" in caplog.text


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (json_response(500, {}), "Failed to fetch translation/transcription data for course run [{key}]: GET "),
        (json_response(404, {}), "Failed to fetch translation/transcription data for course run [{key}]: GET "),
        (json_response(200, []), "Failed to fetch translation/transcription data for course run [{key}]: GET "),
        ({}, "Error processing {key}: transcription_languages: "),
        (offers({"code": "es"}), "Error processing {key}: label is missing"),
    ],
)
def test_what_fails_is_reported_and_erases_nothing(run, lms, partner, caplog, answer, message):
    other = CourseRunFactory(course__partner=partner, key="course-v1:LakeX+B2+1")
    lms.answers |= {run.key: answer, other.key: offers(SPANISH)}
    source_run = call()
    assert (stored(run), source_run.failed, source_run.updated) == (STORED, 1, 1)
    assert message.format(key=run.key) in caplog.text
    assert RowFailure.objects.get().message.startswith(message.format(key=run.key))


def test_a_code_without_a_name_is_left_out_and_told(run, lms, caplog):
    lms.answers[run.key] = offers(codes=["tlh", "ro"])
    assert call().failed == 0
    assert stored(run)["transcription_languages"] == [{"code": "ro", "label": "Romanian - Romania"}]
    assert "Error: Missing language label for tlh" in caplog.messages
    assert RowFailure.objects.get().code == "unknown_language"


def test_an_lms_that_is_down_is_not_asked_for_ever(partner, lms, settings):
    settings.PLATFORM_API_ATTEMPTS = settings.DATA_LOADING_PAGES_AHEAD = 1
    for _ in range(LONGEST_SILENCE + 3):
        run = CourseRunFactory(course__partner=partner, ai_languages=STORED)
        lms.answers[run.key] = json_response(503, {})
    assert call().failed == LONGEST_SILENCE + 3
    assert len(lms.asked) == LONGEST_SILENCE
    assert all(run.ai_languages == STORED for run in CourseRun.objects.all())


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], ["active", "both", "marketable", "neither"]),
        (["--active"], ["active", "both"]),
        (["--marketable"], ["both", "marketable"]),
        (["--active", "--marketable"], ["active", "both", "marketable"]),
    ],
)
def test_which_runs_are_asked_for(partner, lms, arguments, asked):
    past, future = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
    for name, end, status in [
        ("active", future, "unpublished"),
        ("both", future, "published"),
        ("marketable", past, "published"),
        ("neither", past, "unpublished"),
    ]:
        run = CourseRunFactory(
            course__partner=partner, key=f"course-v1:LakeX+{name}+1", end=end, enrollment_end=None, status=status
        )
        SeatFactory(course_run=run)
    DraftCourseRunFactory(course=DraftCourseFactory(partner=partner))
    CourseRunFactory(course__partner=PartnerFactory())
    call(*arguments)
    assert lms.asked == [f"course-v1:LakeX+{name}+1" for name in asked]


@pytest.mark.parametrize("named", ["lake university", "LAKE", "number", None])
def test_whose_runs(run, lms, partner, settings, named):
    PartnerFactory()
    lms.answers[run.key] = offers(SPANISH)
    if named:
        settings.DEFAULT_PARTNER_ID = None
        call("--partner", str(partner.pk) if named == "number" else named)
    else:
        call()
    assert stored(run)["translation_languages"] == [SPANISH]


def test_nobodys_runs(partner):
    message = "No partner object found. Ensure that the Partner data is correctly configured."
    with pytest.raises(CommandError, match=message):
        call("--partner", "nobody")
