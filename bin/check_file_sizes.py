"""Fail when a hand-written file passes the length that one reads in one go."""

import subprocess
import sys
from pathlib import Path

LIMIT = 600
GENERATED = ("/migrations/0001_initial.py", "requirements/", "docs/openapi.yml", "LICENSE")
SUFFIXES = {".py", ".html", ".js", ".css", ".rst", ".yml", ".yaml", ".sh", ".cfg", ".toml"}


def main() -> int:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    too_long = [
        (len(path.read_text(encoding="utf-8").splitlines()), name)
        for name in names
        if (path := Path(name)).suffix in SUFFIXES and path.is_file() and not any(part in name for part in GENERATED)
    ]
    failures = sorted((row for row in too_long if row[0] > LIMIT), reverse=True)
    for lines, name in failures:
        sys.stderr.write(f"{name} has {lines} lines; split it by concept below {LIMIT}.\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
