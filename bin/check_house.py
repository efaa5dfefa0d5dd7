"""Fail when a hand-written file is too long to read in one go, or a rule reaches for database or network."""

import ast
import subprocess
import sys
from pathlib import Path

LIMIT = 600
SUFFIXES = {".py", ".html", ".js", ".css", ".rst", ".yml", ".yaml", ".sh", ".cfg", ".toml"}
WRITTEN_BY_MACHINES = ("/migrations/", "requirements/", "docs/openapi.yml")
NOT_IN_RULES = ("django.db", "requests", "urllib.request", "elasticsearch")


def main() -> int:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    paths = [Path(name) for name in names if Path(name).suffix in SUFFIXES and Path(name).is_file()]
    complaints = [*too_long(paths), *impure_rules(paths)]
    for complaint in complaints:
        sys.stderr.write(f"{complaint}\n")
    return 1 if complaints else 0


def too_long(paths: list[Path]) -> list[str]:
    by_hand = [path for path in paths if not any(part in f"/{path}" for part in WRITTEN_BY_MACHINES)]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in by_hand}
    return [
        f"{path} has {lines} lines; split it by concept below {LIMIT}."
        for path, lines in lengths.items()
        if lines > LIMIT
    ]


def impure_rules(paths: list[Path]) -> list[str]:
    """A rule is a pure function: it is tested in microseconds and may run anywhere."""
    rules = [path for path in paths if path.suffix == ".py" and "rules" in path.parts and "tests" not in path.parts]
    return [
        f"{path} imports {name}; a rule takes plain values and asks nobody."
        for path in rules
        for name in imported(path)
        if name.startswith(NOT_IN_RULES)
    ]


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


if __name__ == "__main__":
    sys.exit(main())
