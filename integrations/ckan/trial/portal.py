"""A whole CKAN: PostgreSQL, Redis, the stand-in for Solr, the web application, all on free ports of this machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .postgres import Postgres
from .solr.server import serving

#: What CKAN itself needs to run on one machine.
_SETTINGS = {
    "ckan.plugins": "scheming_datasets opendata_rules",
    "scheming.dataset_schemas": "ckanext.opendata_rules:schemas/dataset.yaml",
    "opendata_rules.place": "taian",
    "ckan.site_id": "trial",
    "ckan.site_title": "公共数据开放（试用）",
    "ckan.locale_default": "zh_Hans_CN",
    "ckan.auth.create_user_via_web": "false",
    "ckan.auth.user_create_organizations": "false",
    "ckan.search.solr_commit": "true",
    "SECRET_KEY": "only for trying, on this machine alone",
    "beaker.session.secret": "only for trying, on this machine alone",
    "WTF_CSRF_SECRET_KEY": "only for trying, on this machine alone",
    "SESSION_TYPE": "redis",
}


def missing() -> str | None:
    """What of Debian is not on this machine; ``None`` where all is."""
    from .postgres import programs

    if programs() is None:
        return "postgresql"
    return None if shutil.which("redis-server") else "redis-server"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis that keeps nothing; its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError("redis-server does not answer")
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(20)


@dataclass(frozen=True)
class Portal:
    """A running CKAN.

    Attributes:
        address: of its pages.
        token: an API token of the system administrator.
        ini: its configuration file, for the command ``ckan``.
        application: the Flask application behind it.
    """

    address: str
    token: str
    ini: Path
    application: Any


@contextlib.contextmanager
def portal(
    settings: Mapping[str, str] | None = None, port: int = 0, password: str = "opendata-rules"
) -> Iterator[Portal]:
    """A CKAN with the extension and the administrator ``admin``, gone when left.

    Args:
        settings: of CKAN, besides those that it needs.
        port: of its pages; 0 for a free one.
        password: of the administrator.
    """
    import ckan

    home = Path(tempfile.mkdtemp(prefix="opendata-ckan-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        postgres = Postgres()
        stack.callback(postgres.stop)
        redis_address = stack.enter_context(redis())
        solr = serving(Path(ckan.__file__).parent / "config/solr/schema.xml")
        threading.Thread(target=solr.serve_forever, args=(0.05,), daemon=True).start()
        stack.callback(solr.server_close)
        stack.callback(solr.shutdown)
        port = port or free_port()
        address = f"http://127.0.0.1:{port}"
        told = (
            _SETTINGS
            | {
                "sqlalchemy.url": postgres.create("ckan"),
                "solr_url": f"http://127.0.0.1:{solr.server_address[1]}/solr/ckan",
                "ckan.redis.url": redis_address,
                "ckan.site_url": address,
                "ckan.storage_path": str(home / "storage"),
            }
            | dict(settings or {})
        )
        ini = home / "ckan.ini"
        lines = "".join(f"{name} = {value}\n".replace("%", "%%") for name, value in told.items())
        ini.write_text(f"[DEFAULT]\ndebug = false\n[app:main]\nuse = egg:ckan\n{lines}", "utf-8")
        application, token = _made(ini, password)
        server = _served(application, port)
        stack.callback(server.server_close)
        stack.callback(server.shutdown)
        yield Portal(address, token, ini, application)


def _made(ini: Path, password: str) -> tuple[Any, str]:
    """The application over a new database, and a token of its administrator."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app

    os.environ["CKAN_INI"] = str(ini)
    application = make_app(CKANConfigLoader(str(ini)).get_config())
    from ckan import model
    from ckan.cli.db import _run_migrations
    from ckan.plugins import toolkit

    model.repo.create_db()
    model.repo.stamp_alembic_head()
    _run_migrations("opendata_rules", None, True)
    with application._wsgi_app.test_request_context():
        site = toolkit.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        context = {"user": site, "ignore_auth": True}
        made = {"name": "admin", "email": "admin@example.org", "password": password, "fullname": "管理员"}
        toolkit.get_action("user_create")(dict(context), made)
        model.User.by_name("admin").sysadmin = True
        model.Session.commit()
        token = toolkit.get_action("api_token_create")(dict(context), {"user": "admin", "name": "trial"})["token"]
        model.Session.remove()
    return application, token


def _served(application: Any, port: int) -> Any:
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", port, application, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
