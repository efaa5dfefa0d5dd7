import pytest
from freezegun import freeze_time

from course_discovery.rest import data_version


def test_a_generation_lasts_until_it_is_bumped():
    with freeze_time("2026-11-21 12:00:00") as clock:
        first = data_version.current()
        clock.tick(10)
        assert data_version.current() == first
        data_version.bump()
        assert data_version.current() == first + 10


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_bump_waits_for_the_commit():
    from django.db import transaction

    with freeze_time("2026-11-21 12:00:00") as clock:
        first = data_version.current()
        clock.tick(10)
        with transaction.atomic():
            data_version.bump_on_commit()
            assert data_version.current() == first
        assert data_version.current() > first
