"""What one stack keeps between two commands: its folder, its ports and its passwords."""

import fcntl
import json
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
# Servers refuse to run as root; root starts them under this account.
UNPRIVILEGED = "nobody"
# Where Linux keeps files in memory, and the bytes that must be free there to put the data of tests into it.
MEMORY_FOLDER = Path("/dev/shm")
MEMORY = 1024**3


class Stack:
    """One set of servers: "stack" for `make stack.up`, "stack-test" for `make test.stack`."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.folder = folder or _folder(name)
        self._file = self.folder / "stack.json"
        self._memory = MEMORY_FOLDER / f"course_discovery{str(self.folder).replace('/', '-')}"
        self._kept: dict[str, dict] = {"ports": {}, "passwords": {}}
        self._lock: IO | None = None

    def open(self) -> bool:
        """Make the folder on first use, keep other commands off it and read what earlier ones have left in it.

        Return False when another command works on this stack now.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.folder.stat().st_uid != os.geteuid():
            sys.exit(f"{self.folder} belongs to somebody else.")
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if self._file.exists():
            self._kept = json.loads(self._file.read_text(encoding="utf-8"))
        return True

    def close(self) -> None:
        """Let other commands have it; the end of the process does so too."""
        if self._lock:
            self._lock.close()

    def clear(self) -> None:
        """Forget everything: data, ports, passwords, logs."""
        shutil.rmtree(self._memory, ignore_errors=True)
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()
        self._kept = {"ports": {}, "passwords": {}}

    def password(self, name: str) -> str:
        """Return the password `name`, made on first use."""
        if name not in self._kept["passwords"]:
            self._kept["passwords"][name] = secrets.token_urlsafe(24)
            self._save()
        return self._kept["passwords"][name]

    def port(self, name: str) -> int:
        """Return the port `name`; a free one is chosen on first use."""
        if name not in self._kept["ports"]:
            self.choose_port(name)
        return self._kept["ports"][name]

    def choose_port(self, name: str, preferred: int = 0) -> None:
        """Give `name` a port that is free now: the one it had, the preferred one, or any."""
        for port in (self._kept["ports"].get(name), preferred, 0):
            if port is not None and (free := _free_port(port)):
                self._kept["ports"][name] = free
                self._save()
                return

    def subfolder(self, name: str) -> Path:
        """Return a folder for this command's own account, made on first use."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def is_for_tests(self) -> bool:
        """Whether the data are thrown away after one run, so that nothing need survive a crash of the machine."""
        return self.name.endswith("-test")

    def data_folder(self, name: str) -> Path:
        """Return where a server that has no way to leave out syncs keeps its data: in memory for tests, given room."""
        if self.is_for_tests and MEMORY_FOLDER.is_dir() and shutil.disk_usage(MEMORY_FOLDER).free > MEMORY:
            self._memory.mkdir(exist_ok=True)
            return self._memory / name
        return self.folder / name / "data"

    def _save(self) -> None:
        self._file.touch(mode=0o600)
        self._file.write_text(json.dumps(self._kept, indent=1), encoding="utf-8")


def _free_port(port: int) -> int | None:
    """Return `port`, or for 0 any port, if nothing listens there."""
    try:
        with socket.create_server(("127.0.0.1", port)) as found:
            return found.getsockname()[1]
    except OSError:
        return None


def _folder(name: str) -> Path:
    """DISCOVERY_DATA_DIR/`name`; where the servers' own account cannot reach that (root's home), one in /var/tmp."""
    folder = Path(os.environ.get("DISCOVERY_DATA_DIR") or ROOT / "var").resolve() / name
    existing = [parent for parent in folder.parents if parent.exists()]
    if os.geteuid() or all(parent.stat().st_mode & 0o001 for parent in existing):
        return folder
    return Path("/var/tmp") / f"course_discovery{str(folder).replace('/', '-')}"
