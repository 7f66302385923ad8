"""A throwaway PostgreSQL server: of this machine, or of the wheel ``pgserver``."""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg


def programs() -> Path | None:
    """Folder of ``initdb`` and ``postgres``, if there is one."""
    return next((folder for folder in _folders() if (folder / "postgres").exists()), None)


def _folders() -> Iterator[Path]:
    if (found := shutil.which("initdb")) is not None:
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = importlib.util.find_spec("pgserver")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


class Server:
    """A server on a socket in a folder of its own. As root it runs as another user, since PostgreSQL refuses root."""

    def __init__(self, folder: Path) -> None:
        self._names = itertools.count()
        self._home = Path(tempfile.mkdtemp(prefix="opendata-pg-"))  # short, as the path of a socket has to be
        self._as: dict[str, Any] = {"cwd": self._home}
        if os.getuid() == 0:
            users = {user.pw_name: user for user in pwd.getpwall()}
            user = users.get("postgres") or users["nobody"]
            os.chown(self._home, user.pw_uid, user.pw_gid)
            self._as |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            if "pginstall" in folder.parts:  # perhaps where only root may read
                for name in ("pgserver", "pgserver.libs"):
                    shutil.copytree(folder.parents[2] / name, self._home / name)
                folder = self._home / "pgserver" / "pginstall" / "bin"
        self._folder = folder
        self._data = self._home / "data"
        self._log = self._home / "log"
        command = [folder / "initdb", "-D", self._data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        made = subprocess.run(command, capture_output=True, text=True, **self._as)
        if made.returncode:
            self.remove()
            raise RuntimeError(f"initdb: {made.stdout}{made.stderr}")
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, **options: str) -> str:
        """The address of the database, with options of the server for the connection."""
        told = " ".join(f"-c {name}={value}" for name, value in options.items())
        return f"postgresql://test@/postgres?host={self._home}&options={quote(told)}"

    def fresh(self) -> str:
        """The address of an empty schema."""
        name = f"s{next(self._names)}"
        self.run(f"CREATE SCHEMA {name}")
        return self.address(search_path=name)

    def run(self, statement: str, address: str | None = None) -> list[Any]:
        """Run one statement."""
        with psycopg.connect(address or self.address(), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = {"listen_addresses": "", "unix_socket_directories": self._home, "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            command = [self._folder / "postgres", "-D", self._data, *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as)
        until = time.monotonic() + 60
        while True:
            try:
                self.run("SELECT 1")
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(self._log.read_text(errors="replace")) from None
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT drops its connections, SIGQUIT leaves it as a crash would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._home, ignore_errors=True)
