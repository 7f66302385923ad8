"""A throwaway PostgreSQL server, from the programs of Debian's package."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg2


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``; ``None`` where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if (found := shutil.which("initdb")) is not None:
        folders.insert(0, Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class Postgres:
    """A server on a socket in a folder of its own. As root it runs as another user, since PostgreSQL refuses root.

    Raises:
        RuntimeError: it cannot be started; the message is its own.
    """

    def __init__(self) -> None:
        folder = programs()
        if folder is None:
            raise RuntimeError("no programs of PostgreSQL on this machine")
        self._home = Path(tempfile.mkdtemp(prefix="opendata-ckan-pg-"))  # short, as the path of a socket has to be
        as_whom: dict[str, Any] = {"cwd": self._home}
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self._home, user.pw_uid, user.pw_gid)
            as_whom |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = self._home / "data"
        command = [folder / "initdb", "-D", data, "-U", "ckan", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        made = subprocess.run(command, capture_output=True, text=True, **as_whom)
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stdout}{made.stderr}")
        settings = {"listen_addresses": "", "unix_socket_directories": self._home, "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [folder / "postgres", "-D", data, *options], stdout=log, stderr=log, **as_whom
            )
        until = time.monotonic() + 60
        while True:
            try:
                psycopg2.connect(host=str(self._home), user="ckan", dbname="postgres").close()
                return
            except psycopg2.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self._home / "log").read_text(errors="replace")) from None
                time.sleep(0.05)

    def create(self, name: str) -> str:
        """The address of a new, empty database."""
        connection = psycopg2.connect(host=str(self._home), user="ckan", dbname="postgres")
        connection.autocommit = True
        connection.cursor().execute(f'CREATE DATABASE "{name}"')
        connection.close()
        return f"postgresql://ckan@/{name}?host={self._home}"

    def stop(self) -> None:
        """Stop the server and remove everything."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)
        shutil.rmtree(self._home, ignore_errors=True)
