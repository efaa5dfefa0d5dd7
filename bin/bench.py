"""Measure loading, indexing and reading at 2,000 courses and 4,000 runs, and search in 20,000 documents: `make bench`.

Everything happens in a throw-away folder, on the embedded footing, with the demo platform in a process of its own.
Machines are noisy: compare figures of one run with each other (a ratio), not with those of another day.
"""

import argparse
import contextlib
import gc
import itertools
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courses", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--requests", type=int, default=40, help="requests measured for each page")
    parser.add_argument("--documents", type=int, default=20_000, help="documents that search is measured in")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="discovery-bench-") as folder:
        port = free_port()
        platform_url = f"http://127.0.0.1:{port}"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "course_discovery.settings.local",
            "DISCOVERY_DATA_DIR": folder,
            "DISCOVERY_LOG_LEVEL": "ERROR",
            "BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL": f"{platform_url}/oauth2",
            "BACKEND_SERVICE_EDX_OAUTH2_SECRET": "any",  # the demo platform takes every secret
        }
        with platform(port, options.courses, options.runs):
            import django

            django.setup()
            bench(platform_url, options.runs, options.documents, options.requests)


def bench(platform_url: str, runs: int, documents: int, requests: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from rest_framework.test import APIClient

    from course_discovery.apps.core.models import User
    from course_discovery.apps.search.connection import client as search_engine

    call_command("migrate", verbosity=0)
    call_command(
        "create_or_update_partner",
        site_id=1,
        site_domain="testserver",
        code="bench",
        name="Bench",
        courses_api_url=f"{platform_url}/api/courses/v1",
        ecommerce_api_url=f"{platform_url}/api/v2",
        organizations_api_url=f"{platform_url}/api/organizations/v0",
        lms_url=platform_url,
        marketing_site_url_root="https://www.example.com/",
    )
    # What the code costs: answers made anew, no rate kept for a platform's sake.
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = ()
    settings.USE_API_CACHING = False
    settings.LMS_REQUESTS_PER_MINUTE = 0
    silent = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (closed with the process)

    bench_refreshes(runs)
    print(f"\n{'step':<28}{'seconds':>10}{'queries':>10}")
    with engine_share() as share:
        step("index", lambda: call_command("update_index", disable_change_limit=True, stdout=silent, stderr=silent))
    indexed = search_engine().count(index="course,course_run")["count"]
    print(f"\n{'documents a second':<28}{'documents':>10}{'clock':>10}{'CPU':>10}{'engine':>10}{'its CPU':>10}")
    print_rate("update_index", indexed, share)

    client = APIClient()
    client.force_authenticate(User.objects.create_superuser("bench", "bench@example.com", None))
    # A web process does not carry what loading left behind.
    gc.collect()
    gc.freeze()
    course = client.get("/api/v1/courses/?limit=1").json()["results"][0]["key"]
    run = client.get("/api/v1/course_runs/?limit=1").json()["results"][0]["key"]
    print(f"\n{'page':<62}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}{'queries':>9}")
    for path in (
        "/api/v1/courses/?limit=20",
        "/api/v1/courses/?limit=20&offset=1000",
        "/api/v1/courses/?limit=100",
        f"/api/v1/courses/{course}/",
        "/api/v1/course_runs/?limit=20",
        "/api/v1/course_runs/?limit=100",
        f"/api/v1/course_runs/{run}/",
        "/api/v1/organizations/?limit=20",
        "/api/v1/subjects/",
        "/api/v1/people/?limit=20",
        "/api/v1/courses/?q=history&limit=20",
        "/api/v1/search/all/?q=history",
        "/api/v1/search/courses/?q=history",
        "/api/v1/search/course_runs/?q=history",
        "/api/v1/search/all/facets/?q=history",
        "/api/v1/search/course_runs/facets/?q=history&selected_facets=pacing_type_exact:self_paced",
    ):
        page(client, path, [path] * (requests + 1))
    bench_search(client, documents, requests)


def bench_refreshes(runs: int) -> None:
    """Load everything, then all of it again unchanged: runs a second, queries of the dearest page, memory.

    Below that the rows a second of each listing: the first, lms_courses, is what an LMS alone takes.
    """
    from course_discovery.apps.core.models import Partner
    from course_discovery.apps.data_loading.services.refresh import refresh_partner

    print(f"\n{'runs a second':<28}{'clock':>10}{'CPU':>10}{'queries':>10}{'a page':>10}{'MB':>10}")
    for name in ("first refresh", "unchanged refresh"):
        clock, cpu = time.perf_counter(), time.process_time()
        with counted_queries() as queries:
            watcher = DearestPage(queries)
            refresh_partner(Partner.objects.get(short_code="bench"), watcher)
        rates = runs / (time.perf_counter() - clock), runs / (time.process_time() - cpu)
        print(
            f"{name:<28}{rates[0]:>10.0f}{rates[1]:>10.0f}{queries[0]:>10}{watcher.most:>10}{memory():>10.0f}",
            flush=True,
        )
        for source, rows, seconds, cpu in watcher.sources:
            print(f"  {source:<26}{rows / seconds:>10.0f}{rows / cpu:>10.0f}", flush=True)


class DearestPage:
    """Watches a refresh for the most queries that a page took, and for what each listing takes."""

    def __init__(self, queries: list[int]) -> None:
        self.most = 0
        # Name, rows, seconds by the clock and of CPU.
        self.sources: list[tuple[str, int, float, float]] = []
        self._queries = queries
        self._before = 0
        self._began = 0.0, 0.0

    def source_started(self, source_run) -> None:
        self._before = self._queries[0]
        self._began = time.perf_counter(), time.process_time()

    def page_done(self, source_run, number: int, pages: int) -> None:
        self.most = max(self.most, self._queries[0] - self._before)
        self._before = self._queries[0]

    def source_ended(self, source_run) -> None:
        self._before = self._queries[0]
        seconds, cpu = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        self.sources.append((source_run.source, source_run.seen, seconds, cpu))


def memory() -> float:
    """The megabytes that this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bench_search(client, wanted: int, requests: int) -> None:
    """Ask for a word, two filters and all facets, in an index that changed copies of its documents fill up.

    Every request has another word, as the engine remembers what it found.
    """
    from django.conf import settings
    from elasticsearch.helpers import bulk

    from course_discovery.apps.search.connection import client as engine

    found = engine().search(index="course,course_run", size=settings.MAX_RESULT_WINDOW)["hits"]["hits"]
    changed = (changed_copy(hit, number) for number in itertools.count(1) for hit in found)
    copies = list(itertools.islice(changed, max(wanted - len(found), 0)))
    with engine_share() as share:
        bulk(engine(), copies, chunk_size=settings.SEARCH_BULK_ACTIONS, max_chunk_bytes=settings.SEARCH_BULK_BYTES)
    print_rate("copies, engine alone", len(copies), share)

    count = engine().count(index="course,course_run")["count"]
    print(f"\n{f'search in {count} documents':<62}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}{'queries':>9}")
    words = [word for hit in found for word in hit["_source"]["title"].split() if word.isalpha() and len(word) > 3]
    common = [word for word, _ in Counter(words).most_common(requests + 1)]
    filters = "selected_facets=pacing_type_exact:self_paced&selected_facets=mobile_available_exact:true"
    two = "content_type=courserun&level_type=Introductory"
    for label, path in (
        ("search/all, q", "/api/v1/search/all/?q={}"),
        ("search/all, q, two filters", f"/api/v1/search/all/?{two}&q={{}}"),
        ("search/all/facets, q, two filters, facets", f"/api/v1/search/all/facets/?{two}&q={{}}"),
        (
            "search/course_runs/facets, q, two selected facets, facets",
            f"/api/v1/search/course_runs/facets/?{filters}&q={{}}",
        ),
    ):
        page(client, label, [path.format(quote(word)) for word in common])


def changed_copy(hit: dict[str, Any], number: int) -> dict[str, Any]:
    """A bulk action for a document like that of the hit, with another id, key and UUID wherever they are mentioned."""
    source = hit["_source"]
    text = (
        json.dumps(source)
        .replace(source["uuid"], str(uuid.uuid4()))
        .replace(source["key"], f"{source['key']}.{number}")
    )
    return {"_index": hit["_index"], "_id": f"{hit['_id']}-{number}", "_source": json.loads(text)}


@contextlib.contextmanager
def engine_share() -> Iterator[dict[str, float]]:
    """Seconds of the whole block, and those within bulk requests to the engine: by the clock and of CPU."""
    from course_discovery.apps.search.embedded import EmbeddedNode

    share = dict.fromkeys(("clock", "cpu", "engine clock", "engine cpu"), 0.0)
    perform_request = EmbeddedNode.perform_request

    def timed(node, method, target, *arguments, **named):
        if "_bulk" not in target:
            return perform_request(node, method, target, *arguments, **named)
        clock, cpu = time.perf_counter(), time.process_time()
        try:
            return perform_request(node, method, target, *arguments, **named)
        finally:
            share["engine clock"] += time.perf_counter() - clock
            share["engine cpu"] += time.process_time() - cpu

    clock, cpu = time.perf_counter(), time.process_time()
    EmbeddedNode.perform_request = timed  # type: ignore[method-assign]
    try:
        yield share
    finally:
        EmbeddedNode.perform_request = perform_request  # type: ignore[method-assign]
        share["clock"] = time.perf_counter() - clock
        share["cpu"] = time.process_time() - cpu


def print_rate(name: str, documents: int, share: dict[str, float]) -> None:
    rates = [documents / share[key] if share[key] else 0 for key in ("clock", "cpu", "engine clock", "engine cpu")]
    print(f"{name:<28}{documents:>10}" + "".join(f"{rate:>10.0f}" for rate in rates), flush=True)


def step(name: str, act: Callable[[], object]) -> None:
    started = time.perf_counter()
    with counted_queries() as queries:
        act()
    print(f"{name:<28}{time.perf_counter() - started:>10.2f}{queries[0]:>10}", flush=True)


def page(client, label: str, paths: list[str]) -> None:
    client.get(paths[0])  # warm what every process warms once
    seconds, cpu_seconds = [], []
    with counted_queries() as queries:
        for path in paths[1:]:
            started, cpu_started = time.perf_counter(), time.process_time()
            response = client.get(path)
            seconds.append(time.perf_counter() - started)
            cpu_seconds.append(time.process_time() - cpu_started)
    if response.status_code != 200:
        print(f"{label:<62}  answers {response.status_code}: {response.content[:200]!r}")
        return
    quantiles = statistics.quantiles(seconds, n=20)
    p50, p95, cpu = statistics.median(seconds) * 1000, quantiles[18] * 1000, statistics.median(cpu_seconds) * 1000
    print(f"{label:<62}{p50:>9.1f}{p95:>9.1f}{cpu:>9.1f}{queries[0] / len(seconds):>9.1f}", flush=True)


@contextlib.contextmanager
def counted_queries() -> Iterator[list[int]]:
    """Count what is sent to the database, transaction statements included."""
    from django.db import connection

    count = [0]

    def counter(execute, sql, params, many, context):
        count[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counter):
        yield count


@contextlib.contextmanager
def platform(port: int, courses: int, runs: int) -> Iterator[None]:
    command = [sys.executable, "-m", "course_discovery.sandbox", "--port", str(port)]
    command += ["--courses", str(courses), "--runs", str(runs)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/heartbeat", timeout=2):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


if __name__ == "__main__":
    main()
