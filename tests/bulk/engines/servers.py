"""Databases that are servers of their own."""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.monitoring.postgres import Server

Rows = list[tuple[Any, ...]]


class PostgreSQL:
    dialect = "postgres"

    def __init__(self, server: Server) -> None:
        import psycopg

        self._connection = psycopg.connect(server.fresh(), autocommit=True)

    def load(self, name: str, table: pa.Table) -> None:
        kinds = {pa.bool_(): "boolean", pa.string(): "text", pa.int64(): "bigint"}
        columns = ", ".join(f'"{field.name}" {kinds[field.type]}' for field in table.schema)
        with self._connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {name} CASCADE")
            cursor.execute(f"CREATE TABLE {name} ({columns})")
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                    copy.write_row(row)

    def run(self, statement: str) -> None:
        self._connection.execute(statement)

    def rows(self, statement: str) -> Rows:
        return self._connection.execute(statement).fetchall()

    def columns(self, statement: str) -> list[str]:
        description = self._connection.execute(statement).description
        assert description is not None
        return [column.name for column in description]

    def close(self) -> None:
        self._connection.close()


class MariaDB:
    """A server on a socket in a folder of its own; as root it runs as another user."""

    dialect = "mysql"

    @staticmethod
    def programs() -> tuple[str, str] | None:
        """``mariadbd`` and ``mariadb-install-db``, if they are there."""
        path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin", "/sbin"])
        server, install = shutil.which("mariadbd", path=path), shutil.which("mariadb-install-db", path=path)
        return (server, install) if server and install else None

    def __init__(self) -> None:
        found = self.programs()
        assert found is not None
        server, install = found
        self._home = Path(tempfile.mkdtemp(prefix="opendata-maria-"))
        user: dict[str, Any] = {"cwd": self._home}
        if os.getuid() == 0:
            users = {one.pw_name: one for one in pwd.getpwall()}
            one = users.get("mysql") or users["nobody"]
            os.chown(self._home, one.pw_uid, one.pw_gid)
            user |= {"user": one.pw_uid, "group": one.pw_gid, "extra_groups": []}
        common = ["--no-defaults", f"--datadir={self._home / 'data'}"]
        made = subprocess.run(
            [install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
            capture_output=True,
            text=True,
            **user,
        )
        if made.returncode:
            self._remove()
            raise RuntimeError(f"mariadb-install-db: {made.stdout}{made.stderr}")
        self._log = self._home / "log"
        own = [f"--socket={self._home / 'socket'}", f"--pid-file={self._home / 'pid'}", "--skip-networking"]
        own += ["--local-infile=1", "--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen([server, *common, *own], stdout=log, stderr=log, **user)
        self._connection = self._connected()

    def _connected(self) -> Any:
        import pymysql

        address = str(self._home / "socket")
        until = time.monotonic() + 60
        while not self._listens(address):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self._log.read_text(errors="replace"))
            time.sleep(0.1)
        connection = pymysql.connect(
            unix_socket=address, user="root", charset="utf8mb4", local_infile=True, autocommit=True
        )
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE test CHARACTER SET utf8mb4")
            cursor.execute("USE test")
        return connection

    @staticmethod
    def _listens(address: str) -> bool:
        # Tried by hand, since a client that is refused leaves its socket open.
        with socket.socket(socket.AF_UNIX) as tried:
            return tried.connect_ex(address) == 0

    def load(self, name: str, table: pa.Table) -> None:
        kinds = {pa.bool_(): "BOOLEAN", pa.string(): "VARCHAR(200)", pa.int64(): "BIGINT"}
        columns = ", ".join(f"`{field.name}` {kinds[field.type]}" for field in table.schema)
        self.run(f"DROP TABLE IF EXISTS {name}")
        self.run(f"CREATE TABLE {name} ({columns})")
        path = self._home / "loaded.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                told = ["\\N" if cell is None else int(cell) if isinstance(cell, bool) else cell for cell in row]
                csv.writer(file).writerow(told)
        self.run(
            f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {name} CHARACTER SET utf8mb4"
            " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' LINES TERMINATED BY '\\r\\n'"
        )

    def run(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def rows(self, statement: str) -> Rows:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def columns(self, statement: str) -> list[str]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)
            return [column[0] for column in cursor.description]

    def close(self) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.wait(60)
        self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self._home, ignore_errors=True)
