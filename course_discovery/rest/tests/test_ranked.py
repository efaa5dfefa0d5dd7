import pytest

from course_discovery.apps.core.models import Currency
from course_discovery.rest.ranked import RankedRows

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys():
    for code in ("AAA", "BBB", "CCC"):
        Currency.objects.create(code=code, name=code)
    return ["CCC", "AAA", "BBB"]


def test_rows_come_in_the_order_of_the_keys(keys):
    ranked = RankedRows(Currency.objects.all(), keys)
    assert len(ranked) == 3
    assert [currency.code for currency in ranked[0:2]] == ["CCC", "AAA"]
    assert ranked[2].code == "BBB"


def test_a_page_is_one_query(keys, django_assert_num_queries):
    ranked = RankedRows(Currency.objects.all(), keys)
    with django_assert_num_queries(1):
        list(ranked[1:3])


def test_rows_in_their_own_order(keys, django_assert_num_queries):
    ranked = RankedRows.in_their_order(Currency.objects.filter(code__in=keys).order_by("-code"))
    assert len(ranked) == 3
    with django_assert_num_queries(2):
        assert [currency.code for currency in ranked[1:]] == ["BBB", "AAA"]


def test_a_row_that_is_gone_is_left_out(keys):
    ranked = RankedRows(Currency.objects.all(), keys)
    Currency.objects.filter(code="AAA").delete()
    assert [currency.code for currency in ranked[:]] == ["CCC", "BBB"]
