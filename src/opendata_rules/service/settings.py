"""What a service is told at its start: by arguments, by the environment, by a file; in this order."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ..quoting import quoted
from ..storage.opening import in_database
from .errors import BadSettings

#: What names of variables of the environment begin with.
PREFIX = "OPENDATA_RULES_SERVICE_"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_MEGABYTE = 1_000_000


class Settings(BaseSettings):
    """Settings of a service; every one has a default that is safe.

    Attributes:
        host: the address to listen at.
        port: its port.
        workers: processes that answer.
        rules: folder with ``rules/`` and ``jurisdictions/``, watched; ``None`` for the shipped packs.
        also: further folders, whose law answers where it is named by its digest.
        texts: folder with the regulations' texts (``<instrument>.txt``), shown beside the rules.
        four_eyes: whether a change of the rules goes live only when another person approves it; by default where there
            are tokens.
        watch: seconds between two looks at the folder; 0 for none.
        keep: earlier laws that still answer by their digest.
        store: folder where ledger, cases, jobs, keys and calendars are kept, or ``postgresql://…`` for all of them.
            ``None``: nothing is kept.
        state: folder for what only concerns this machine (copies of rules, uploads, signs of life); by default one in
            the store's folder, or a temporary one.
        record: whether answers are appended to the ledger of the store.
        tokens: file of tokens, as ``opendata-rules token new`` writes it.
        token_list: the same list as JSON, for those who keep it in the environment.
        hosts: names under which the service is called, beside those of this machine.
        proxies: addresses of proxies that are believed: who the user is, and that people come by TLS.
        user_header: the field in which a proxy names the user.
        rate: requests a minute and token (and user, where a proxy names one), on each worker.
        body: most bytes of a request.
        upload: most bytes of a catalogue.
        batch: most lines of a batch.
        seconds: most seconds that a body may take to come, and an answer to be found.
        aside: bytes from which a catalogue is checked as a job.
        jobs_days: days after which finished jobs and their reports are deleted.
        keys_days: days for which an idempotency key is remembered.
        session_hours: hours after which somebody who signed in to the workbench signs in again.
        telemetry: whether traces are made where OpenTelemetry is installed.
        log_level: what is logged.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, populate_by_name=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8787
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    rules: Path | None = None
    also: tuple[Path, ...] = ()
    texts: Path | None = None
    four_eyes: bool | None = None
    watch: Annotated[float, Field(ge=0, le=3600)] = 2.0
    keep: Annotated[int, Field(ge=0, le=16)] = 2
    store: str | None = None
    state: Path | None = None
    record: bool = True
    tokens: Path | None = None
    token_list: str | None = None
    hosts: Annotated[tuple[str, ...], NoDecode] = ()
    proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    user_header: str = "x-forwarded-user"
    rate: Annotated[int, Field(ge=1)] = 60_000
    body: Annotated[int, Field(ge=1000)] = _MEGABYTE
    upload: Annotated[int, Field(ge=1000)] = 200 * _MEGABYTE
    batch: Annotated[int, Field(ge=1)] = 1_000_000
    seconds: Annotated[float, Field(gt=0, le=3600)] = 30.0
    aside: Annotated[int, Field(ge=0)] = 2 * _MEGABYTE
    jobs_days: Annotated[int, Field(ge=0)] = 7
    keys_days: Annotated[int, Field(ge=1)] = 2
    session_hours: Annotated[float, Field(gt=0, le=720)] = 10.0
    telemetry: bool = True
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("hosts", "proxies", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """A list in the environment is written with commas."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("user_header", "hosts")
    @classmethod
    def _small(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else tuple(one.lower() for one in value)

    @model_validator(mode="after")
    def _possible(self) -> Settings:
        if self.rules is None and self.also:
            raise ValueError("also needs rules")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, and that over the file."""
        file = getattr(init_settings, "init_kwargs", {}).pop("file", None)
        sources: Iterable[PydanticBaseSettingsSource] = (init_settings, env_settings)
        return (*sources, *((TomlConfigSettingsSource(settings_cls, Path(file)),) if file is not None else ()))

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the service."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}/"

    @property
    def database(self) -> str | None:
        """The address of the database in which everything is kept; ``None`` where that is a folder, or nothing is."""
        return self.store if in_database(self.store) else None


def is_loopback(host: str) -> bool:
    """Whether an address is one of this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def settings_of(file: Path | None = None, **given: object) -> Settings:
    """The settings of arguments, environment and file.

    Args:
        file: a TOML file.
        given: arguments; those that are ``None`` were not given.

    Raises:
        BadSettings: one is none, or the file cannot be read.
    """
    told = {name: value for name, value in given.items() if value is not None}
    _check_names(told, "")
    if file is not None:
        if not file.is_file():
            shown = quoted(str(file))
            raise BadSettings(
                f"没有 {shown} 这个设置文件。", english=f"There is no settings file {shown}.", argument="config"
            )
        told["file"] = file
        _check_file(file)
    try:
        return Settings(**told)  # type: ignore[arg-type]
    except ValidationError as error:
        # Values are not shown: they may be secrets.
        problems = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        shown = quoted("; ".join(f"{name or 'settings'}: {message}" for name, message in problems), 400)
        names = quoted("、".join(name or "also（要与 rules 一起写）" for name, _ in problems), 400)
        first = error.errors()[0]["loc"]
        raise BadSettings(
            f"设置有误，写法或者范围不对：{names}。",
            english=f"The settings are wrong: {shown}",
            argument=str(first[0]) if first else None,
        ) from None
    except ValueError as error:
        shown = quoted(str(error), 400)
        raise BadSettings(f"设置有误：{shown}", english=f"The settings are wrong: {shown}") from None


def _check_file(file: Path) -> None:
    """That a file is TOML and names only settings that there are."""
    import tomllib

    shown = quoted(str(file))
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSettings(
            f"读不了设置文件 {shown}：{quoted(str(error))}",
            english=f"The settings file {shown} cannot be read: {quoted(str(error))}",
            argument="config",
        ) from None
    _check_names(found, f"{shown}: ", "config")


def _check_names(names: Iterable[str], where: str, argument: str | None = None) -> None:
    """That there are such settings: a slip of the pen would leave a default in force."""
    from ..diagnostics.wording import nearest

    for name in names:
        if name not in Settings.model_fields:
            raise BadSettings(
                f"{where}没有“{quoted(name)}”这一项设置。",
                english=f"{where}there is no setting {quoted(name)}.",
                argument=argument or name,
                nearest=nearest(name, Settings.model_fields),
            )
