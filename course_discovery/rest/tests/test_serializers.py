import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from course_discovery.rest.serializers import ReadSerializer, SparseFields, isoformat

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Author(ReadSerializer):
    name = serializers.CharField()
    born = serializers.DateTimeField(allow_null=True)


class Chapter(ReadSerializer):
    sparse_when_nested = True

    key = serializers.CharField()
    pages = serializers.IntegerField()


class Book(ReadSerializer):
    uuid = serializers.UUIDField()
    key = serializers.CharField()
    price = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True)
    author = Author(allow_null=True)
    editor_name = serializers.CharField(source="editor.name", allow_null=True)
    chapters = Chapter(many=True)
    authors = Author(many=True)
    tags = serializers.ListField(child=serializers.CharField())
    summary = serializers.SerializerMethodField()

    def get_summary(self, book):
        return f"{book.key}!"


class PlainBook(serializers.Serializer):
    """The same by DRF's own machinery."""

    uuid = serializers.UUIDField()
    key = serializers.CharField()
    price = serializers.DecimalField(max_digits=8, decimal_places=2)


def book(**values):
    author = SimpleNamespace(name="Ada", born=NOON)
    return SimpleNamespace(
        **{
            "uuid": UUID("0f4b2c11-93c0-4c0d-8d11-aa0000000001"),
            "key": "b1",
            "price": Decimal("5"),
            "author": author,
            "editor": None,
            "chapters": [SimpleNamespace(key="c1", pages=7)],
            "authors": [author],
            "tags": ["x"],
            **values,
        }
    )


def sparse(query):
    return SparseFields.read(Request(APIRequestFactory().get(f"/?{query}")))


def test_every_kind_of_field():
    assert Book(book()).data == {
        "uuid": "0f4b2c11-93c0-4c0d-8d11-aa0000000001",
        "key": "b1",
        "price": "5.00",
        "author": {"name": "Ada", "born": "2026-11-21T12:00:00Z"},
        "editor_name": None,
        "chapters": [{"key": "c1", "pages": 7}],
        "authors": [{"name": "Ada", "born": "2026-11-21T12:00:00Z"}],
        "tags": ["x"],
        "summary": "b1!",
    }


def test_it_renders_as_drf_itself_would():
    rendered = json.loads(JSONRenderer().render(Book(book()).data))
    by_drf = json.loads(JSONRenderer().render(PlainBook(book()).data))
    assert {name: rendered[name] for name in by_drf} == by_drf


def test_nulls():
    shown = Book(book(price=None, author=None)).data
    assert (shown["price"], shown["author"]) == (None, None)


def test_a_one_to_one_relation_without_other_side_is_null():
    class Lonely:
        @property
        def author(self):
            raise ObjectDoesNotExist

    class Owner(ReadSerializer):
        author = Author(allow_null=True)

    assert Owner(Lonely()).data == {"author": None}


@pytest.mark.parametrize(
    "query, keys",
    [
        ("fields=key,uuid", {"uuid", "key"}),
        ("fields=key&fields=uuid", {"uuid", "key"}),
        ("fields[]=key", {"key"}),
        ("fields=bogus", set()),
        ("fields=*&omit=author,authors,chapters", {"uuid", "key", "price", "editor_name", "tags", "summary"}),
        (
            "fields=~all&fields=key&omit=author&omit=authors&omit=chapters&omit=tags",
            {"uuid", "key", "price", "editor_name", "summary"},
        ),
        ("fields=key,uuid&omit=uuid", {"key"}),
    ],
)
def test_sparse_fields(query, keys):
    assert set(Book(book(), context={"sparse": sparse(query)}).data) == keys


def test_sparse_fields_reach_into_lists_that_say_so_and_no_others():
    shown = Book([book()], many=True, context={"sparse": sparse("fields=chapters,authors,key")}).data
    assert shown == [
        {"key": "b1", "chapters": [{"key": "c1"}], "authors": [{"name": "Ada", "born": "2026-11-21T12:00:00Z"}]}
    ]


def test_a_single_nested_object_is_whole():
    assert Book(book(), context={"sparse": sparse("fields=author")}).data == {
        "author": {"name": "Ada", "born": "2026-11-21T12:00:00Z"}
    }


def test_fields_that_are_not_asked_for_are_not_read():
    only_key = SimpleNamespace(key="b1")
    assert Book(only_key, context={"sparse": sparse("fields=key")}).data == {"key": "b1"}


def test_what_the_kept_keys_need():
    needs = {"key": {"a"}, "uuid": {"a", "b"}, "price": {"c"}}
    assert sparse("omit=price").needs(needs) == {"a", "b"}
    assert sparse("fields=price").needs(needs) == {"c"}
    assert sparse("").needs(needs) == {"a", "b", "c"}


@pytest.mark.parametrize(
    "moment, text",
    [
        (NOON, "2026-11-21T12:00:00Z"),
        (NOON.replace(microsecond=120000), "2026-11-21T12:00:00.120000Z"),
        (NOON.astimezone(timezone(timedelta(hours=5, minutes=30))), "2026-11-21T12:00:00Z"),
    ],
)
def test_moments(moment, text):
    assert isoformat(moment) == text
    assert serializers.DateTimeField(default_timezone=UTC).to_representation(moment) == text
