import pytest
from freezegun import freeze_time

from course_discovery.apps.search.queries.clock import anchored


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        ("now", "2026-06-15T10:00:00.123Z"),
        ("now-7d/d", "2026-06-15T10:00:00.123Z||-7d/d"),
        ("now/d", "2026-06-15T10:00:00.123Z||/d"),
        ("2026-01-31", "2026-01-31"),
    ],
)
def test_now_is_the_moment_of_this_service(math, expected):
    with freeze_time("2026-06-15T10:00:00.123456Z"):
        assert anchored(math) == expected
