"""Carrying out a schedule on the database of this process."""

import os
import signal
import time
import traceback
from datetime import date
from pathlib import Path
from threading import Event, Thread

from django.contrib.sites.models import Site
from django.db import connection
from django.db.models import Model
from django.test.utils import override_settings

from bin.faults.checks import differences, snapshot, untruths
from bin.faults.deaths import dying
from bin.faults.schedule import Attempt, Change, Schedule
from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata import models as course_metadata
from course_discovery.apps.data_loading.models import RefreshRun, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.sandbox import DemoCatalogue, SandboxPlatform, running_sandbox

COURSES, RUNS = 12, 30
TODAY = date(2026, 6, 15)
# What may go wrong between the last attempt and an undisturbed refresh: one may have to take up what another left.
LAST_REFRESHES = 3
SECONDS_AN_ATTEMPT = 60


class _Quiet:
    def source_started(self, source_run: SourceRun) -> None: ...

    def page_done(self, source_run: SourceRun, number: int, pages: int) -> None: ...

    def source_ended(self, source_run: SourceRun) -> None: ...


def problems_of(schedule: Schedule, folder: Path) -> list[str]:
    """Carry a schedule out; return everything that is not as it must be."""
    catalogue = DemoCatalogue(COURSES, RUNS, seed=1 + schedule.seed % 5, today=TODAY)
    with (
        running_sandbox(catalogue) as platform,
        override_settings(
            BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL=platform.oauth_provider_url,
            ENABLE_PUBLISHER=schedule.uses_publisher,
            DATA_LOADING_LOCK_DIR=folder / "locks",
        ),
    ):
        partner = _begin(platform, schedule)
        first = listed = _run_keys(catalogue)
        problems = []
        for attempt in schedule.attempts:
            problems += _refresh_in_child(partner, platform, attempt)
            listed = listed | _run_keys(catalogue)
        platform.faults.clear()
        problems += _last_refreshes(partner)
        problems += untruths()
        found = snapshot()
        problems += _unchanged_refresh(partner)
        _begin(platform, schedule)
        _refresh(Partner.objects.get())
        return problems + differences(snapshot(), found, listed, late=listed - first)


def _run_keys(catalogue: DemoCatalogue) -> set[str]:
    return {key.lower() for key in list(catalogue.lms_course_runs.keys())}  # not a mapping


def _begin(platform: SandboxPlatform, schedule: Schedule) -> Partner:
    """Empty the catalogue and make its partner."""
    loaded = [
        course_metadata.Course,
        course_metadata.CourseRun,
        course_metadata.Seat,
        course_metadata.CourseEntitlement,
        course_metadata.Organization,
        course_metadata.CourseUrlSlug,
        course_metadata.Video,
    ]
    with connection.constraint_checks_disabled():
        for model in loaded:
            if hasattr(model, "history"):
                model.history.all().delete()
            model._base_manager.update(**_loops(model))
            model._base_manager.all().delete()
        Partner.objects.all().delete()
    site, _created = Site.objects.get_or_create(domain="faults.example", defaults={"name": "faults"})
    return Partner.objects.create(
        name="Faults",
        short_code="faults",
        site=site,
        publisher_url="https://publisher.example",
        **{
            name: url
            for name, url in platform.partner_urls(lms_only=not schedule.has_shop).items()
            if name != "marketing_site_url_root"
        },
    )


def _loops(model: type[Model]) -> dict[str, None]:
    """Return the columns to clear before rows of the model can be deleted in any order."""
    names = {field.name for field in model._meta.concrete_fields}
    return dict.fromkeys(names & {"draft_version", "canonical_course_run"})


def _refresh(partner: Partner, restart: bool = False) -> RefreshRun:
    return refresh_partner(partner, _Quiet(), restart=restart)


def _refresh_in_child(partner: Partner, platform: SandboxPlatform, attempt: Attempt) -> list[str]:
    """Refresh in a process of its own, that may die of it."""
    platform.reset()
    platform.faults.add(*attempt.faults)
    over = Event()
    changer = Thread(target=_change, args=(platform, attempt.change, over)) if attempt.change else None
    connection.close()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with dying(attempt.death):
                _refresh(partner, attempt.restart)
            status = 0
        except BaseException:
            if attempt.death is None:
                traceback.print_exc()
        finally:
            os._exit(status)
    if changer:
        changer.start()
    hangs = _wait(child)
    over.set()
    if changer:
        changer.join()
    return [f"hangs in {attempt}"] if hangs else []


def _wait(child: int) -> bool:
    """Wait for the process to end; kill it and return True when it does not."""
    deadline = time.monotonic() + SECONDS_AN_ATTEMPT
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _change(platform: SandboxPlatform, change: Change, over: Event) -> None:
    while len(platform.requests) < change.after_requests and not over.wait(0.002):
        pass
    catalogue = platform.catalogue
    runs = catalogue.lms_course_runs
    keys = runs.keys()
    key = keys[change.row % len(keys)]
    match change.kind:
        case "new":
            _add_run(platform, key, f"{key}new{change.row}")
        case "gone":
            runs.remove(key)
        case "renamed":
            runs.change(key, name=f"Renamed {change.row}", end=None)
        case _:
            _make_cheaper(platform, change)


def _add_run(platform: SandboxPlatform, key: str, new_key: str) -> None:
    """Add a run that sells what another does."""
    catalogue = platform.catalogue
    catalogue.ecommerce_courses.add(catalogue.ecommerce_courses.get(key) | {"id": new_key})
    catalogue.lms_course_runs.add(catalogue.lms_course_runs.get(key) | {"id": new_key, "course_id": new_key})


def _make_cheaper(platform: SandboxPlatform, change: Change) -> None:
    sold = platform.catalogue.ecommerce_courses
    keys = sold.keys()
    key = keys[change.row % len(keys)]
    products = [
        product
        | {"stockrecords": [record | {"price_excl_tax": "1.00", "price": "1.00"} for record in product["stockrecords"]]}
        for product in sold.get(key)["products"]
    ]
    sold.change(key, products=products)


def _last_refreshes(partner: Partner) -> list[str]:
    for _ in range(LAST_REFRESHES):
        run = _refresh(partner)
        if run.status == RunStatus.Completed and not run.resumed:
            return []
    return [f"no undisturbed refresh completes: {run.status} {run.error}"]


def _unchanged_refresh(partner: Partner) -> list[str]:
    run = _refresh(partner)
    return [f"an unchanged refresh wrote {source.written}" for source in run.sources.all() if source.written]
