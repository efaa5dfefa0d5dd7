"""SQLite in the data folder, or whatever DATABASE_URL names (mysql://, postgres://)."""

from importlib.util import find_spec

from course_discovery.settings.parts.environment import DISCOVERY_DATA_DIR, env

# Django asks for mysqlclient's module. Where nobody has built that, PyMySQL, which needs no compiler, stands in for it.
if find_spec("MySQLdb") is None and find_spec("pymysql") is not None:
    import pymysql

    pymysql.install_as_MySQLdb()

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DISCOVERY_DATA_DIR}/discovery.sqlite3")}

_default = DATABASES["default"]
_default["ATOMIC_REQUESTS"] = False
if _default["ENGINE"].endswith("sqlite3"):
    # Readers go on while one process writes; a writer waits for another instead of failing.
    _default["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Up to 32 MB of pages a connection, as 2 MB of them are read again and again in large catalogues.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768;"
        ),
    }
else:
    _default["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if _default["ENGINE"].endswith("mysql"):
    _default.setdefault("OPTIONS", {}).update({"charset": "utf8mb4", "isolation_level": "read committed"})
