"""``python -m course_discovery.sandbox``: serve the demo catalogue, or a folder, until told to stop."""

import argparse
import signal
import sys
from datetime import date
from threading import Event

from course_discovery.sandbox.demo import DEFAULT_ROOT, DemoCatalogue
from course_discovery.sandbox.folder import FolderCatalogue
from course_discovery.sandbox.outlines import BLOCK_COURSES
from course_discovery.sandbox.sandbox_platform import SandboxPlatform
from course_discovery.sandbox.server import address

DEFAULT_PORT = 18382


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m course_discovery.sandbox",
        description="Serve an LMS and an e-commerce service with a demo catalogue or a folder of JSON files.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"0 takes a free one (default {DEFAULT_PORT})")
    parser.add_argument("--scale", type=int, default=1, help=f"times {BLOCK_COURSES} courses and 720 runs (default 1)")
    parser.add_argument("--courses", type=int, help="number of courses, in place of --scale")
    parser.add_argument("--runs", type=int, help="number of course runs in all")
    parser.add_argument("--seed", type=int, default=1, help="another number makes another catalogue (default 1)")
    parser.add_argument("--today", type=date.fromisoformat, help="date that runs are laid out around (default today)")
    parser.add_argument("--folder", help="serve the JSON files of this folder in place of the demo catalogue")
    parser.add_argument(
        "--faults",
        default="",
        help="for example '503@lms_courses:page=3,times=2; slow@*:seconds=0.2,times=always'; see faults.py",
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM. Returns the exit code; 2 when what is asked for cannot be served."""
    parser = _parser()
    options = parser.parse_args(arguments)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        if options.folder:
            catalogue: DemoCatalogue | FolderCatalogue = FolderCatalogue(options.folder)
        else:
            courses = BLOCK_COURSES * options.scale if options.courses is None else options.courses
            # Links in the rows lead here, unless the port is yet to be found.
            root = address(options.host, options.port) if options.port else DEFAULT_ROOT
            catalogue = DemoCatalogue(courses, options.runs, options.seed, options.today, root)
        platform = SandboxPlatform(catalogue, faults=options.faults, host=options.host, port=options.port)
    except (ValueError, OSError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    platform.start()
    print(f"Sandbox platform at {platform.url}", flush=True)
    print(f"Serves {catalogue.summary()}", flush=True)
    print(f"OAuth2 provider {platform.oauth_provider_url} (any client id and secret)", flush=True)
    for field, url in platform.partner_urls().items():
        print(f"  {field} = {url}", flush=True)
    stop.wait()
    platform.stop()
    print("Sandbox platform stopped", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
