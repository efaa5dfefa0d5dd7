from datetime import UTC, datetime
from uuid import UUID

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from course_discovery.rest.params import (
    BooleanParam,
    ChoiceParam,
    CsvParam,
    FlagParam,
    IntegerCsvParam,
    QueryParams,
    TextParam,
    TimestampParam,
    UuidCsvParam,
    UuidParam,
)

SOME_UUID = "0f4b2c11-93c0-4c0d-8d11-aa0000000001"


class Everything(QueryParams):
    flag = FlagParam()
    boolean = BooleanParam()
    text = TextParam()
    csv = CsvParam()
    uuids = UuidCsvParam()
    ids = IntegerCsvParam()
    choice = ChoiceParam(("red", "blue"))
    timestamp = TimestampParam()
    org = serializers.ListField(child=serializers.CharField(allow_blank=True), required=False)


def read(query):
    return Everything.read(Request(APIRequestFactory().get(f"/?{query}")))


def reasons(query):
    with pytest.raises(ValidationError) as caught:
        read(query)
    return {name: [str(reason) for reason in found] for name, found in caught.value.detail.items()}


def test_absent_parameters():
    assert read("other=1") == {
        "flag": False,
        "boolean": None,
        "text": None,
        "csv": None,
        "uuids": None,
        "ids": None,
        "choice": None,
        "timestamp": None,
        "org": None,
    }


def test_empty_parameters_are_absent_ones():
    empty = "&".join(f"{name}=" for name in Everything._declared_fields if name != "org")
    assert read(empty) == read("")


@pytest.mark.parametrize(
    "query, name, value",
    [
        ("flag=1", "flag", True),
        ("flag=True", "flag", True),
        ("flag=0", "flag", False),
        ("flag=FALSE", "flag", False),
        ("flag=-7", "flag", True),
        ("flag=00", "flag", False),
        ("boolean=0", "boolean", False),
        ("boolean=tRuE", "boolean", True),
        ("text= a,b ", "text", " a,b "),
        ("text=first&text=last", "text", "last"),
        ("csv=a, b,,c", "csv", ["a", " b", "", "c"]),
        (f"uuids={SOME_UUID},{SOME_UUID.replace('-', '')}", "uuids", [UUID(SOME_UUID)] * 2),
        ("ids=1,23", "ids", [1, 23]),
        ("choice=red", "choice", "red"),
        ("timestamp=2026-11-21", "timestamp", datetime(2026, 11, 21, tzinfo=UTC)),
        ("timestamp=2026-11-21T10:00:00Z", "timestamp", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("timestamp=2026-11-21 10:00", "timestamp", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("timestamp=2026-11-21T10:00:00%2B02:00", "timestamp", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("org=a&org=b", "org", ["a", "b"]),
        ("org=", "org", [""]),
    ],
)
def test_values(query, name, value):
    assert read(query)[name] == value


@pytest.mark.parametrize(
    "query, expected",
    [
        ("flag=x", {"flag": ["Must be 1, 0, true or false."]}),
        ("flag=1.5", {"flag": ["Must be 1, 0, true or false."]}),
        ("flag=٣", {"flag": ["Must be 1, 0, true or false."]}),
        ("boolean=yes", {"boolean": ["Must be 1, 0, true or false."]}),
        ("boolean=2", {"boolean": ["Must be 1, 0, true or false."]}),
        ("text=a%00b", {"text": ["Null characters are not allowed."]}),
        ("csv=a,%00", {"csv": ["Null characters are not allowed."]}),
        (f"uuids={SOME_UUID},nope", {"uuids": ["“nope” is not a valid UUID."]}),
        ("ids=1,x", {"ids": ["“x” is not a valid number."]}),
        ("ids=99999999999999999999", {"ids": ["“99999999999999999999” is not a valid number."]}),
        ("choice=green", {"choice": ["Select a valid choice. green is not one of the available choices."]}),
        ("timestamp=bad", {"timestamp": ["Enter a valid date/time."]}),
        ("timestamp=2026-13-45", {"timestamp": ["Enter a valid date/time."]}),
        ("timestamp=2026-11-21T25:00:00", {"timestamp": ["Enter a valid date/time."]}),
    ],
)
def test_bad_values_are_refused_by_name(query, expected):
    assert reasons(query) == expected


def test_every_bad_parameter_is_named_at_once():
    assert set(reasons("flag=x&uuids=y&choice=z&text=fine")) == {"flag", "uuids", "choice"}


class TestUuidParam:
    @pytest.mark.parametrize("text", ["8fc43a75-2a3b-5526-974a-fa3ea0ea5269", "8FC43A752A3B5526974AFA3EA0EA5269"])
    def test_dashes_and_case_do_not_matter(self, text):
        assert UuidParam().run_validation(text) == UUID("8fc43a75-2a3b-5526-974a-fa3ea0ea5269")

    @pytest.mark.parametrize("text", ["bad", "8fc43a75", "8fc43a75-2a3b-5526-974a-fa3ea0ea5269,"])
    def test_anything_else_is_refused(self, text):
        with pytest.raises(ValidationError, match="is not a valid UUID"):
            UuidParam().run_validation(text)
