"""The steps: load, compare, add, index, ask, report. Django is set up by now."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun import freeze_time

from bin.recorded import extra_data, installation, report
from bin.recorded.access import access_result
from bin.recorded.accounts import make_accounts
from bin.recorded.asking import Service
from bin.recorded.cases import Case, Result, Verdict
from bin.recorded.named_rows import make_named_rows
from bin.recorded.objects import listed_result, resource_results
from bin.recorded.options import options_result
from bin.recorded.recording import Recording, Setup, Unreadable
from bin.recorded.searches import catalogue_of, search_result
from course_discovery.lib.clock import clock_at

READER = "admin"


def run(options: Any) -> int:
    """Return 1 when a difference has no reason, 2 when there is nothing to compare, else 0."""
    try:
        recording = Recording(options.recorded)
        setup = recording.setup(**{name: getattr(options, name) for name in Setup.__dataclass_fields__})
    except Unreadable as error:
        print(error)
        return 2
    try:
        results = list(_results(recording, setup, options))
    finally:
        if os.environ.get("ELASTICSEARCH_URL"):
            installation.drop_indexes()
    for line in [*report.lines(results), "", *report.totals(results)]:
        print(line)
    return int(any(result.verdict is Verdict.UNEXPLAINED for result in results))


def _results(recording: Recording, setup: Setup, options: Any) -> Iterator[Result]:
    service = Service(setup.host)
    wanted = options.only or ""
    ready = options.keep / "ready" if options.keep else None
    if ready is None or not ready.exists():
        with _step("database"):
            installation.make_database()
        with _step("load"), clock_at(setup.now):
            partner = installation.load(options.catalog, setup)
            make_accounts({READER}, None)
        with _step("what was loaded"), freeze_time(setup.loaded_now):
            yield from resource_results("loaded", recording.folder / "loaded", "", service, READER)
        with _step("extra data"), clock_at(setup.now):
            written = extra_data.apply(recording.extra_data, options.catalog, partner)
            print("   ", ", ".join(f"{name} {number}" for name, number in written.items()))
        if ready:
            ready.touch()
    cases = {
        "search": list(recording.search_cases()),
        "access": list(recording.access_cases()),
        "options": list(recording.options_cases()),
    }
    users = {case.user for of_kind in cases.values() for case in of_kind if case.user}
    users |= {case.user for case, _ in recording.listed_cases() if case.user}
    make_accounts(users - {READER}, _organization_of(cases["access"] + cases["options"]))
    catalogue = catalogue_of(recording)
    with _frozen(setup.now):
        with _step("index"):
            for line in installation.build_indexes():
                print("   ", line)
        with _step("objects"):
            yield from resource_results("objects", recording.folder / "objects", f".{READER}", service, READER)
            for case, pages in recording.listed_cases():
                if wanted in case.id or wanted in case.path:
                    yield listed_result(case, pages, service)
        compare = {
            "search": lambda case: search_result(case, catalogue, service),
            "access": lambda case: access_result(case, service),
            "options": lambda case: options_result(case, service),
        }
        # Not before: the lists were recorded without them.
        make_named_rows(cases["access"])
        for kind, of_kind in cases.items():
            with _step(f"{kind}, {len(of_kind)} cases"):
                yield from (compare[kind](case) for case in of_kind if wanted in case.id or wanted in case.path)


def _organization_of(cases: list[Case]) -> str | None:
    """The organization whose courses the roles are asked about: some of them are its members."""
    keys = (re.search(r"/courses/([^/+]+)[+]|/course-v1:([^/+]+)[+]", case.path) for case in cases)
    return next((match[1] or match[2] for match in keys if match), None)


@contextmanager
def _frozen(moment: datetime) -> Iterator[None]:
    """Let the whole process stand at `moment`. The clock of a cluster goes on: `now` in its queries is the present."""
    if os.environ.get("ELASTICSEARCH_URL") and abs(datetime.now(tz=UTC) - moment) > timedelta(days=1):
        print("The cluster's own clock cannot be frozen: order by relevance and `now` in queries may differ.")
    with freeze_time(moment):
        yield


@contextmanager
def _step(name: str) -> Iterator[None]:
    began = time.perf_counter()
    print(f"{name} ...", flush=True)
    yield
    if (seconds := time.perf_counter() - began) > 1:
        print(f"    {seconds:.0f} s", flush=True)
