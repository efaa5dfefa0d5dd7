"""The command, in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[3]
# The package without its parent, which the sandbox has no need of, and without any package that is not Python's own.
ALONE = """
import sys, types
parent = types.ModuleType("course_discovery")
parent.__path__ = ["course_discovery"]
sys.modules["course_discovery"] = parent
from course_discovery.sandbox.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-S", "-c", ALONE, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_serves_on_plain_python_until_terminated() -> None:
    with start(
        "--port", "0", "--courses", "20", "--runs", "30", "--today", "2031-05-20", "--faults", "503@token"
    ) as process:
        assert process.stdout
        url = process.stdout.readline().removeprefix("Sandbox platform at ").strip()
        assert process.stdout.readline().startswith("Serves 30 course runs, 39 organizations, ")
        request = Request(f"{url}/api/courses/v1/courses/?page_size=50", headers={"Authorization": "JWT a.b.c"})
        with urlopen(request, timeout=5) as response:
            assert len(json.load(response)["results"]) == 30
        with urlopen(f"{url}/_sandbox/faults", timeout=5) as response:
            assert json.load(response)["faults"][0]["target"] == "token"
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=5)
        assert (process.returncode, errors) == (0, "")
        assert output.endswith("Sandbox platform stopped\n")


def test_says_what_it_cannot_serve(tmp_path: Path) -> None:
    for arguments, reason in (
        (("--folder", str(tmp_path / "nowhere")), "is not a folder"),
        (("--courses", "5", "--runs", "3"), "5 courses cannot have 3 runs"),
        (("--faults", "explode"), "unknown kind of fault"),
    ):
        with start("--port", "0", *arguments) as process:
            _, errors = process.communicate(timeout=10)
        assert process.returncode == 2
        assert reason in errors and "Traceback" not in errors
