"""Programs that the servers need, and the Debian packages that hold them."""

import glob
import os
import re
import shutil
import subprocess
import sys

# Program → package. mariadb-server-core holds the server without a service of the machine's own.
PACKAGES = {
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "redis-server": "redis-server",
    "postgres": "postgresql",
    "initdb": "postgresql",
    "mvn": "maven",
    "java": "default-jre-headless",
    # The browser of the explorer's tests.
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
}
# Where Debian keeps what is not on everybody's PATH.
FOLDERS = ("/usr/sbin", "/usr/lib/postgresql/*/bin", "/usr/lib/jvm/*/bin")
OLDEST_JAVA = 17


def require(*programs: str) -> None:
    """See that the programs are there: install their packages as root on Debian, else exit and say what is missing."""
    missing = sorted({PACKAGES[program] for program in programs if not _path(program)})
    if not missing:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(f"Please install: {', '.join(missing)} (on Debian: apt-get install {' '.join(missing)}).")
    print(f"Installing {', '.join(missing)} ...", flush=True)
    # The packages' own services stay off: RUNLEVEL=1 keeps them from being started where no systemd runs.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    install = ["apt-get", "install", "--yes", "--quiet", "--quiet", "--no-install-recommends", *missing]
    for command in (["apt-get", "update", "--quiet", "--quiet"], install):
        result = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if result.returncode:
            sys.exit(f"`{' '.join(command)}` failed with status {result.returncode}.")


def program(name: str) -> str:
    """Return the path of a program that `require` has seen to."""
    if path := _path(name):
        return path
    sys.exit(f"{name} is not there, though its package {PACKAGES[name]} is installed.")


def java_home() -> str:
    """Return the home of a JDK or JRE that Elasticsearch can run on."""
    homes = {}
    usual = [f"{os.environ.get('JAVA_HOME', '')}/bin/java", shutil.which("java"), *glob.glob("/usr/lib/jvm/*/bin/java")]
    for path in filter(None, usual):
        if not os.path.exists(path):
            continue
        command = [path, "-XshowSettings:properties", "-version"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        shown = dict(re.findall(r"^\s+(java\.home|java\.specification\.version) = (\S+)$", result.stderr, re.MULTILINE))
        if len(shown) == 2:
            homes[shown["java.home"]] = float(shown["java.specification.version"])
    for home, version in homes.items():
        if version >= OLDEST_JAVA:
            return home
    sys.exit(f"Elasticsearch needs Java {OLDEST_JAVA} or later; found: {homes or 'none'}. Set JAVA_HOME to one.")


def _path(name: str) -> str | None:
    if found := shutil.which(name):
        return found
    places = (path for folder in FOLDERS for path in sorted(glob.glob(f"{folder}/{name}"), reverse=True))
    return next(places, None)
