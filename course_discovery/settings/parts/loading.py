"""How platforms are asked, and what a refresh may do on its own."""

from typing import Any

from course_discovery.settings.parts.environment import DISCOVERY_DATA_DIR, env

# Seconds to connect and to wait for the next byte of an answer.
PLATFORM_API_TIMEOUT = (3.05, env.int("PLATFORM_API_READ_TIMEOUT", default=60))
# Seconds and bytes after which an answer that still goes on counts as failed.
PLATFORM_API_LONGEST_ANSWER = env.float("PLATFORM_API_LONGEST_ANSWER", default=600.0)
PLATFORM_API_LARGEST_ANSWER = env.int("PLATFORM_API_LARGEST_ANSWER", default=500_000_000)
# How often a request is made before it counts as failed; the waits between double from the first to the longest.
PLATFORM_API_ATTEMPTS = env.int("PLATFORM_API_ATTEMPTS", default=6)
PLATFORM_API_FIRST_WAIT = env.float("PLATFORM_API_FIRST_WAIT", default=2.0)
PLATFORM_API_LONGEST_WAIT = env.float("PLATFORM_API_LONGEST_WAIT", default=300.0)
# An LMS allows a staff account 40 requests a minute to its Courses API; 0 stands for no limit.
LMS_REQUESTS_PER_MINUTE = env.int("LMS_REQUESTS_PER_MINUTE", default=40)

DATA_LOADING_PAGE_SIZE = env.int("DATA_LOADING_PAGE_SIZE", default=50)
# How many pages are asked for at the same time, ahead of the one that is being written.
DATA_LOADING_PAGES_AHEAD = env.int("DATA_LOADING_PAGES_AHEAD", default=3)
# The share of the seats, entitlements or bulk SKUs of a partner that one refresh may take away unasked.
DATA_LOADING_LARGEST_DELETED_SHARE = env.float("DATA_LOADING_LARGEST_DELETED_SHARE", default=0.1)
# An unfinished refresh that began longer ago is not resumed but begun again.
DATA_LOADING_RESUME_HOURS = env.int("DATA_LOADING_RESUME_HOURS", default=12)
# A refresh that has not been heard of for so many seconds has died, wherever it ran.
DATA_LOADING_LEASE_SECONDS = env.int("DATA_LOADING_LEASE_SECONDS", default=300)
DATA_LOADING_LOCK_DIR = DISCOVERY_DATA_DIR / "locks"
# Records of refreshes older than this are removed.
DATA_LOADING_KEEP_DAYS = env.int("DATA_LOADING_KEEP_DAYS", default=30)
# Who is written to when a refresh fails, or rows that did not fail the time before; by default nobody.
DATA_LOADING_REPORT_RECIPIENTS = env.list("DATA_LOADING_REPORT_RECIPIENTS", default=[])
# How long a file waits for a refresh of its partner to end.
DATA_LOADING_FILE_WAIT_SECONDS = env.int("DATA_LOADING_FILE_WAIT_SECONDS", default=600)

# Further columns that courses of a type and a source must have: {course type slug: {source slug: [column, ...]}}.
CSV_LOADER_TYPE_SOURCE_REQUIRED_FIELDS: dict[str, dict[str, list[str]]] = {"audit": {"openedx": ["staff"]}}
# What the source of a table calls a column, for messages about missing data: {column: name}.
GEAG_API_INGESTION_FIELDS_MAPPING: dict[str, str] = env.json("GEAG_API_INGESTION_FIELDS_MAPPING", default={})
# By kind of product (executive-education-2u, bootcamp-2u, DEGREES) and slug of the source: the Google sheet that rows
# are read from (SHEET_ID, INPUT_TAB_ID) and who gets the report of a load (EMAIL_NOTIFICATION_LIST).
PRODUCT_METADATA_MAPPING: dict[str, dict[str, dict[str, Any]]] = env.json("PRODUCT_METADATA_MAPPING", default={})
