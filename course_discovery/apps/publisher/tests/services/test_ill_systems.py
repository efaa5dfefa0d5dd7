from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.ill_systems import is_resting, let_rest


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 60), (2, 120), (12, 300)])
def test_a_system_rests_as_long_as_the_push_waits_but_not_for_hours(attempts, seconds):
    failed = OutboundPush(partner_id=1, system=OutboundSystem.Studio, attempts=attempts)
    with freeze_time(datetime(2026, 11, 1, tzinfo=UTC)) as clock:
        let_rest(failed)
        clock.tick(seconds - 1)
        assert is_resting(OutboundPush(partner_id=1, system=OutboundSystem.Studio))
        assert not is_resting(OutboundPush(partner_id=1, system=OutboundSystem.Lms))
        assert not is_resting(OutboundPush(partner_id=2, system=OutboundSystem.Studio))
        clock.tick(2)
        assert not is_resting(OutboundPush(partner_id=1, system=OutboundSystem.Studio))
