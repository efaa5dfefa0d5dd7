"""`python -m bin.recorded RECORDED CATALOG`, from the clone's root."""

import argparse
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="discovery-recorded-") as folder:
        data = options.keep or Path(folder)
        data.mkdir(parents=True, exist_ok=True)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bin.recorded.settings",
            "DISCOVERY_DATA_DIR": str(data),
            "DATABASE_URL": f"sqlite:///{data / 'recorded.sqlite3'}",
            # A cluster may hold indexes of others.
            "RECORDED_INDEX_PREFIX": f"recorded_{os.getpid()}_",
        }
        import django

        django.setup()
        from bin.recorded.run import run

        return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bin.recorded",
        description="Load a platform's answers, add what was added by hand, ask every recorded case and print each "
        "difference with its reason. Ends with status 1 if one has none. ELASTICSEARCH_URL names a cluster to search "
        "instead of the embedded engine.",
    )
    parser.add_argument("recorded", type=Path, metavar="RECORDED", help="the folder of recorded answers")
    parser.add_argument("catalog", type=Path, metavar="CATALOG", help="the folder of the platform's answers")
    told = parser.add_argument_group("in place of what RECORDED/README.md tells")
    told.add_argument("--now", type=_moment, help="the clock of the cases: 2026-01-31T11:20:00Z")
    told.add_argument("--loaded-now", type=_moment, help="the clock of `loaded/`")
    for name in ("host", "partner-code", "partner-name", "marketing-root"):
        told.add_argument(f"--{name}", help="of site 1")
    parser.add_argument("--only", metavar="TEXT", help="only cases whose id or path holds this")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the installation here, and take up one that lies here"
    )
    return parser


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("give a time zone")
    return moment


if __name__ == "__main__":
    sys.exit(main())
