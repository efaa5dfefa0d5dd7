"""Where the service lives on disk, who it is, and how it reads its environment."""

from pathlib import Path

import environ

env = environ.Env()

PROJECT_DIR = Path(__file__).resolve().parents[2]
ROOT_DIR = PROJECT_DIR.parent

# One folder holds everything that the embedded footing writes: SQLite file, search index, media, locks.
DISCOVERY_DATA_DIR = Path(env("DISCOVERY_DATA_DIR", default=str(ROOT_DIR / "var"))).resolve()

DEBUG = env.bool("DISCOVERY_DEBUG", default=False)
ALLOWED_HOSTS = env.list("DISCOVERY_ALLOWED_HOSTS", default=["*"])

PLATFORM_NAME = env("PLATFORM_NAME", default="Your Platform Name Here")
DISCOVERY_BASE_URL = env("DISCOVERY_BASE_URL", default="http://localhost:18381")
# The partner of requests whose host belongs to no site, and of events.
DEFAULT_PARTNER_ID = env.int("DEFAULT_PARTNER_ID", default=None)
SITE_ID = 1

DEFAULT_PRODUCT_SOURCE_NAME = "edX"
DEFAULT_PRODUCT_SOURCE_SLUG = "edx"
EXTERNAL_PRODUCT_SOURCE_SLUG = ""
PUBLISHER_UPGRADE_DEADLINE_DAYS = 10
RETIRED_COURSE_TYPES: list[str] = []
RETIRED_RUN_TYPES: list[str] = []
ENABLE_PUBLISHER = False
TAGGIT_CASE_INSENSITIVE = True

# Shows the catalogue explorer to everybody; only `make run` turns it on.
DISCOVERY_DEMO = env.bool("DISCOVERY_DEMO", default=False)
