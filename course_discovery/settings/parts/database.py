"""SQLite in the data folder, or whatever DATABASE_URL names (mysql://, postgres://)."""

from course_discovery.settings.parts.environment import DISCOVERY_DATA_DIR, env

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DISCOVERY_DATA_DIR}/discovery.sqlite3")}

_default = DATABASES["default"]
_default["ATOMIC_REQUESTS"] = False
if _default["ENGINE"].endswith("sqlite3"):
    # Readers go on while one process writes; a writer waits for another instead of failing.
    _default["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _default["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if _default["ENGINE"].endswith("mysql"):
    _default.setdefault("OPTIONS", {}).update({"charset": "utf8mb4", "isolation_level": "read committed"})
