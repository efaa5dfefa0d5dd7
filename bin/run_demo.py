"""Start the service with a demo platform: `make run`.

Does on first use what it finds undone under DISCOVERY_DATA_DIR: database, catalogue, index, account. Started again, it
only checks and serves.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from course_discovery.sandbox import DemoCatalogue  # noqa: E402 (the service is not installed as a package)

PORT = int(os.environ.get("DISCOVERY_PORT", "18381"))
PLATFORM_PORT = int(os.environ.get("DISCOVERY_SANDBOX_PORT", "18382"))
SERVICE_URL = f"http://localhost:{PORT}"
PLATFORM_URL = f"http://127.0.0.1:{PLATFORM_PORT}"
DATA_DIR = Path(os.environ.get("DISCOVERY_DATA_DIR", ROOT / "var")).resolve()
ACCOUNT = "demo"


def main() -> int:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "course_discovery.settings.local",
        "DISCOVERY_DATA_DIR": str(DATA_DIR),
        "DISCOVERY_DEMO": "1",
        "DISCOVERY_LOG_LEVEL": os.environ.get("DISCOVERY_LOG_LEVEL", "WARNING"),
        "BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL": f"{PLATFORM_URL}/oauth2",
        "BACKEND_SERVICE_EDX_OAUTH2_SECRET": secret("platform_secret"),
        # The demo platform is on this machine.
        "PICTURES_FROM_PRIVATE_ADDRESSES": "1",
        "PYTHONUNBUFFERED": "1",
    }
    # Ending by a signal must end the demo platform too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with demo_platform():
        prepare()
        welcome()
        return serve()


def prepare() -> None:
    """Bring database, catalogue, index and account into being, each only where it is missing."""
    import django

    django.setup()
    manage("migrate", verbosity=0, say="Preparing the database ...")
    marker = DATA_DIR / "demo_catalogue_loaded"
    if not marker.exists():
        manage(
            *("create_or_update_partner", "--site-id", "1", "--site-domain", "localhost"),
            *("--code", "demo", "--name", "Demo University Network"),
            *("--courses-api-url", f"{PLATFORM_URL}/api/courses/v1"),
            *("--ecommerce-api-url", f"{PLATFORM_URL}/api/v2"),
            *("--organizations-api-url", f"{PLATFORM_URL}/api/organizations/v0"),
            *("--lms-url", PLATFORM_URL, "--studio-url", PLATFORM_URL),
            *("--marketing-site-url-root", f"{SERVICE_URL}/"),
            say="Pointing the partner at the demo platform ...",
        )
        manage("refresh_course_metadata", "--partner_code", "demo", say="Loading the catalogue from the platform ...")
        editorial = DATA_DIR / "demo_editorial.json"
        editorial.write_text(json.dumps(DemoCatalogue().enrichment()), encoding="utf-8")
        manage("load_editorial", str(editorial), "--partner_code", "demo", say="Adding what editors add ...")
        manage("update_index", "--disable-change-limit", say="Building the search index ...")
        manage("load_markets", str(editorial), "--partner_code", "demo")
        marker.touch()
    manage("create_demo_account", ACCOUNT, "--password-file", str(DATA_DIR / "demo_password"))


def secret(name: str) -> str:
    """Return the secret kept in the data folder under `name`, made on first use."""
    path = DATA_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def welcome() -> None:
    print(
        f"""
  The catalogue is ready.

    {SERVICE_URL}/                                 explore it: search, facets, the query behind them
    {SERVICE_URL}/api/v1/courses/                  the API
    {SERVICE_URL}/api/v1/programs/                 programs, degrees among them
    {SERVICE_URL}/api/v1/search/all/?q=history     full-text search
    {SERVICE_URL}/api/v1/search/all/facets/        its facets
    {SERVICE_URL}/api-docs/                        the API's documentation
    {SERVICE_URL}/admin/                           Django admin

    account  {ACCOUNT}
    password {secret("demo_password")}

  Stop with Ctrl-C. The demo's data lies in {DATA_DIR}; `make clean` removes it.
""",
        flush=True,
    )


def serve() -> int:
    command = [
        *(sys.executable, "-m", "gunicorn", "course_discovery.wsgi:application"),
        *("--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--timeout", "60", "--log-level", "warning"),
    ]
    with subprocess.Popen(command) as server:
        try:
            return server.wait()
        except (KeyboardInterrupt, SystemExit):
            server.terminate()
            return server.wait()


@contextlib.contextmanager
def demo_platform():
    """Run the sandbox platform as long as the service."""
    command = [sys.executable, "-m", "course_discovery.sandbox", "--port", str(PLATFORM_PORT)]
    with open(DATA_DIR / "platform.log", "w", encoding="utf-8") as log:
        platform = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until_it_answers(platform)
        yield
    finally:
        platform.terminate()
        platform.wait()


def wait_until_it_answers(platform: subprocess.Popen, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if platform.poll() is not None:
            sys.exit(f"The demo platform did not start; {DATA_DIR / 'platform.log'} says why.")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{PLATFORM_URL}/heartbeat", timeout=2):
            return
        time.sleep(0.1)
    sys.exit(f"The demo platform does not answer on {PLATFORM_URL}; {DATA_DIR / 'platform.log'} may say why.")


def manage(name: str, *arguments: str, say: str = "", **options: Any) -> None:
    """Run a management command in this process: starting one for each would take longer than most of them."""
    from django.core.management import CommandError, call_command

    if say:
        print(say, flush=True)
    try:
        call_command(name, *arguments, **options)
    except CommandError as error:
        sys.exit(f"{name} failed: {error}")


if __name__ == "__main__":
    sys.exit(main())
