import os
import subprocess
import sys

import pytest

from bin.faults.schedule import draw
from course_discovery.apps.data_loading.tests.test_refresh_course_metadata import database_for_other_processes


def test_a_seed_always_draws_the_same_schedule():
    assert draw(7) == draw(7)
    assert len({str(draw(seed)) for seed in range(50)}) == 50


@pytest.mark.long
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_is_lost_doubled_or_told_wrong_under_faults(tmp_path):
    command = [sys.executable, "-m", "bin.faults", "--schedules", "5", "--seed", "101"]
    finished = subprocess.run(
        [*command, "--database", database_for_other_processes(tmp_path)],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert finished.returncode == 0, f"{finished.stdout}\n{finished.stderr[-2000:]}"
    assert "5 schedules, 0 with problems" in finished.stdout
