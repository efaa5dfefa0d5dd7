"""MariaDB and PostgreSQL: a data folder, a user with a generated password, a database."""

import subprocess
from pathlib import Path

import psycopg
import pymysql

from bin.stack.packages import program, require
from bin.stack.processes import Service, account, give_away, own_folder
from bin.stack.settings import Stack

USER = DATABASE = "discovery"


def mariadb(stack: Stack) -> Service:
    require("mariadbd", "mariadb-install-db")
    folder, port, password = stack.folder / "mariadb", stack.port("mariadb"), stack.password("mariadb")
    data = folder / "data"

    def prepare() -> None:
        own_folder(folder)
        # Done anew at every start. Tests make databases of their own, so the user may do everything.
        statements = f"""
            CREATE DATABASE IF NOT EXISTS {DATABASE};
            CREATE OR REPLACE USER {USER}@'127.0.0.1' IDENTIFIED BY '{password}';
            GRANT ALL ON *.* TO {USER}@'127.0.0.1';
        """
        _write_secret(folder / "init.sql", " ".join(statements.split()).replace("; ", ";\n"))
        if not (data / "mysql").exists():
            _run(program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", "--skip-test-db")

    def is_healthy() -> bool:
        try:
            pymysql.connect(host="127.0.0.1", port=port, user=USER, password=password, connect_timeout=2).close()
        except pymysql.MySQLError:
            return False
        return True

    return Service(
        name="mariadb",
        address=f"127.0.0.1:{port}",
        command=[
            *(program("mariadbd"), "--no-defaults", f"--datadir={data}", f"--init-file={folder / 'init.sql'}"),
            *("--bind-address=127.0.0.1", f"--port={port}", "--socket=mariadb.sock", "--pid-file=mariadb.pid"),
            # The collation that is nearest to MySQL 8's default, utf8mb4_0900_ai_ci.
            *("--character-set-server=utf8mb4", "--collation-server=utf8mb4_uca1400_nopad_ai_ci"),
            *("--skip-name-resolve", "--innodb-buffer-pool-size=256M", "--innodb-flush-log-at-trx-commit=2"),
            *(("--debug-no-sync", "--skip-innodb-doublewrite") if stack.is_for_tests else ()),
        ],
        prepare=prepare,
        is_healthy=is_healthy,
    )


def postgresql(stack: Stack) -> Service:
    require("postgres", "initdb")
    folder, port, password = stack.folder / "postgresql", stack.port("postgresql"), stack.password("postgresql")
    data = folder / "data"

    def prepare() -> None:
        own_folder(folder)
        if not (data / "PG_VERSION").exists():
            _write_secret(folder / "password", password)
            _run(
                *(program("initdb"), f"--pgdata={data}", f"--username={USER}", f"--pwfile={folder / 'password'}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"),
            )

    def is_healthy() -> bool:
        address = {"host": "127.0.0.1", "port": port, "user": USER, "password": password}
        try:
            with psycopg.connect(**address, dbname="postgres", connect_timeout=2, autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not known:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    return Service(
        name="postgresql",
        address=f"127.0.0.1:{port}",
        command=[
            *(program("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port)),
            *("-c", "unix_socket_directories=", "-c", "synchronous_commit=off"),
            *(("-c", "fsync=off", "-c", "full_page_writes=off") if stack.is_for_tests else ()),
        ],
        prepare=prepare,
        is_healthy=is_healthy,
    )


def _write_secret(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    give_away(path)


def _run(*command: str) -> None:
    # From a folder that the account can read.
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **account())
