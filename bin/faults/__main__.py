"""`python -m bin.faults [--schedules N] [--seed S] [--on mariadb | --database URL]`, from the clone's root."""

import argparse
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bin.faults", description=__doc__)
    parser.add_argument("--schedules", type=int, default=200, help="how many, of the seeds that follow the first")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--on", choices=("sqlite", "mariadb"), default="sqlite", help="a database that is made for it")
    parser.add_argument("--database", help="the URL of one that is there instead, whose catalogue may be deleted")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        if options.on == "mariadb":
            from bin.faults.mariadb import mariadb_running

            with mariadb_running() as url:
                return run(options.seed, options.schedules, folder, url)
        return run(options.seed, options.schedules, folder, options.database)


def run(first: int, count: int, folder: Path, database: str | None) -> int:
    from bin.faults.environment import environment

    os.environ |= environment(folder, database)
    django.setup()
    from django.core.management import call_command

    from bin.faults.run import problems_of
    from bin.faults.schedule import draw

    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    failed = 0
    began = time.monotonic()
    for seed in range(first, first + count):
        schedule = draw(seed)
        problems = problems_of(schedule, folder)
        if problems:
            failed += 1
            print(schedule, *(f"    {problem}" for problem in problems[:10]), sep="\n", flush=True)
    print(f"{count} schedules, {failed} with problems, {time.monotonic() - began:.0f} s.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
