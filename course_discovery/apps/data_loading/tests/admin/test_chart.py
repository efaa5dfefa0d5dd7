"""The chart of a source."""

from datetime import timedelta

from django.utils import timezone

from course_discovery.apps.data_loading.admin.chart import chart_of
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.rules.run_state import RunState

NOW = timezone.now()


def run(seconds=10, status="completed", **counts):
    ended = None if seconds is None else NOW + timedelta(seconds=seconds)
    return SourceRun(source="lms_courses", started=NOW, ended=ended, status=status, **counts)


def chart_of_runs(runs, slots):
    return chart_of(runs, [RunState(run.status) for run in runs], slots)


def parts(chart):
    return [[(part.kind, part.y, part.height) for part in bar.parts] for bar in chart.bars]


def test_bars_are_stacked_from_the_base_line_in_proportion_to_the_highest():
    chart = chart_of_runs([run(created=60, unchanged=20), run(unchanged=40)], slots=2)
    # 64 units are 80 rows; the base line is at 72.
    assert parts(chart) == [[("created", 24.0, 48.0), ("unchanged", 8.0, 16.0)], [("unchanged", 40.0, 32.0)]]
    assert chart.most_rows == 80


def test_few_failures_among_many_rows_are_seen():
    chart = chart_of_runs([run(failed=1, unchanged=20000)], slots=1)
    assert parts(chart) == [[("failed", 70, 2), ("unchanged", 6.0, 64.0)]]


def test_the_latest_stands_at_the_right():
    chart = chart_of_runs([run(), run()], slots=20)
    assert chart.width == 280
    assert [bar.x for bar in chart.bars] == [252, 266]


def test_durations():
    chart = chart_of_runs([run(seconds=10), run(seconds=None, status="running"), run(seconds=40)], slots=3)
    assert chart.longest == 40
    assert chart.line == "5,56 33,8"


def test_a_run_that_stood_still_tells_no_duration():
    chart = chart_of_runs([run(seconds=10), run(seconds=40000, resumed=True, created=1)], slots=2)
    assert (chart.longest, chart.line) == (10, "5,8")
    assert chart.bars[1].words == "1 created, taken up after it was interrupted"


def test_marks():
    statuses = ("completed", "failed", "interrupted", "abandoned", "absent", "running")
    chart = chart_of_runs([run(status=status) for status in statuses], slots=6)
    assert [bar.mark for bar in chart.bars] == ["", "✕", "!", "!", "–", "…"]


def test_titles():
    chart = chart_of_runs([run(seconds=1.25, created=1200, failed=3), run(seconds=None, status="running")], slots=2)
    when = f"{NOW:%Y-%m-%d %H:%M}"
    assert chart.bars[0].title == f"{when} completed: 3 failed, 1,200 created, 1.2 s"
    assert chart.bars[1].title == f"{when} running: no rows"


def test_the_state_counts_not_what_a_dead_process_left_in_the_record():
    chart = chart_of([run(seconds=None, status="running")], [RunState("interrupted", "...")], slots=1)
    assert chart.bars[0].mark == "!"
    assert chart.bars[0].title == f"{NOW:%Y-%m-%d %H:%M} interrupted: no rows"


def test_runs_without_rows_or_time():
    chart = chart_of_runs([run(seconds=0)], slots=1)
    assert (parts(chart), chart.line, chart.most_rows, chart.longest) == ([[]], "", 0, 0)
