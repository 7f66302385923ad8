"""One CKAN for all tests: real, over HTTP, with everything it needs on this machine."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

sys.path.insert(0, str(Path(__file__).parent / "meddling"))
os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent / "meddling"), os.environ.get("PYTHONPATH", "")])

from trial.portal import Portal, portal

#: The day whose law the tests ask, so that they say the same in every year.
DAY = "2026-03-10"
#: Facts with which data is open in 泰安: nothing is against it.
OPEN = dict.fromkeys(
    (
        "law_prohibits_opening",
        "state_secret",
        "may_endanger_security",
        "trade_secret",
        "personal_privacy",
        "other_third_party_rights",
        "other_channel_required",
        "agreement_or_ip_restriction",
        "law_requires_conditional",
        "high_security_processing_requirement",
        "severe_infrastructure_load",
    ),
    "false",
) | {"opening_attribute": "open"}
#: Facts with which it is conditional: a person is concerned and agreed.
PERSONAL = {"personal_privacy": "true", "third_party_response": "consented"}
#: A consent to a change, in fields of the form.
CONSENT = {
    "approval_status": "granted",
    "approving_authority": "city_department",
    "approving_authority_relation": "own",
    "approved_on": "2026-03-02",
}
PASSAGE = "《泰安市公共数据开放办法（试行）》第十三条第（六）项"


@dataclass
class Answer:
    """What the API said."""

    status: int
    result: Any
    error: dict[str, Any]


@dataclass
class Client:
    """A user of the API."""

    address: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)

    def __call__(self, action: str, **data: Any) -> Answer:
        """Call an action."""
        headers = {"Authorization": self.token} if self.token else {}
        got = self.session.post(f"{self.address}/api/3/action/{action}", json=data, headers=headers, timeout=60)
        told = got.json()
        return Answer(got.status_code, told.get("result"), told.get("error") or {})

    def done(self, action: str, **data: Any) -> Any:
        """Call an action that has to succeed."""
        answer = self(action, **data)
        assert answer.status == 200, (action, answer.error)
        return answer.result

    def refused(self, action: str, **data: Any) -> dict[str, Any]:
        """Call an action that has to be refused; its errors."""
        answer = self(action, **data)
        assert answer.status == 409, (action, answer.status, answer.result, answer.error)
        return {key: value for key, value in answer.error.items() if key != "__type"}


@pytest.fixture(scope="session")
def running() -> Iterator[Portal]:
    """The portal."""
    settings = {
        "ckan.plugins": "scheming_datasets opendata_rules meddler",
        "opendata_rules.on": DAY,
        "ckan.auth.create_unowned_dataset": "true",
        "ckan.auth.user_delete_organizations": "true",
        "ckan.cache_expires": "3600",
    }
    with portal(settings) as one:
        # Scripts and styles are asked for once, and not with every page.
        one.application._wsgi_app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
        yield one


@pytest.fixture(scope="session")
def admin(running: Portal) -> Client:
    """The system administrator."""
    return Client(running.address, running.token)


@pytest.fixture(scope="session")
def organization(admin: Client) -> str:
    """An organization whose law is that of the portal: 泰安."""
    admin.done("organization_create", name="taian-police", title="泰安市公安局")
    return "taian-police"


@pytest.fixture(scope="session")
def editor(admin: Client, running: Portal, organization: str) -> Client:
    """An administrator of that organization, who is none of the portal."""
    admin.done("user_create", name="editor", email="editor@example.org", password="opendata-rules")
    admin.done("organization_member_create", id=organization, username="editor", role="admin")
    token = admin.done("api_token_create", user="editor", name="tests")["token"]
    return Client(running.address, token)


@pytest.fixture
def setting() -> Iterator[Callable[[str, Any], None]]:
    """Set a setting of the extension for one test."""
    from ckan.common import config

    before: dict[str, Any] = {}

    def change(name: str, value: Any) -> None:
        key = f"opendata_rules.{name}"
        before.setdefault(key, config.get(key))
        config[key] = value

    yield change
    config.update(before)


@pytest.fixture
def doing() -> Iterator[set[str]]:
    """What the meddling plugin does in one test."""
    import meddler

    yield meddler.DOING
    meddler.DOING.clear()


@pytest.fixture
def named() -> str:
    """A name that no dataset has."""
    return f"d-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def published(admin: Client, organization: str, named: str) -> dict[str, Any]:
    """A dataset that is open, and may be."""
    made: dict[str, Any] = admin.done("package_create", name=named, title="停车场", owner_org=organization, **OPEN)
    return made


@pytest.fixture
def inside(running: Portal) -> Iterator[Any]:
    """The model of CKAN, as code inside of it sees it."""
    from ckan import model

    with running.application._wsgi_app.test_request_context():
        yield model
        model.Session.rollback()
        model.Session.remove()


def public_extras(dataset: dict[str, Any]) -> dict[str, str]:
    """The extras of a dataset that are no fields of the form."""
    return {one["key"]: one["value"] for one in dataset.get("extras", [])}
