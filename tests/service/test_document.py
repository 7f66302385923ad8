"""The OpenAPI document says what the service takes and gives: others read it, and try whatever it allows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import validate

from opendata_rules.service.app import ROUTES

from .serving import ON, serving, settings
from .test_questions import QUESTIONS


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_it_is_a_document_of_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    facts = document["components"]["schemas"]["Facts"]["properties"]
    some = {name: facts[name] for name in list(facts)[:10]}  # they are alike, and there are hundreds
    schemas = {
        **document["components"]["schemas"],
        "Facts": {**document["components"]["schemas"]["Facts"], "properties": some},
    }
    validate({**document, "components": {**document["components"], "schemas": schemas}})


def test_nothing_points_nowhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_every_address_is_in_it_once(document: dict[str, Any]) -> None:
    told = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert told == {(route.method, route.path) for route in ROUTES}
    assert len(ROUTES) == len(told) == len({route.name for route in ROUTES})


def test_each_address_says_what_a_token_needs(document: dict[str, Any]) -> None:
    for route in ROUTES:
        told = document["paths"][route.path][route.method.lower()]
        needs = [{"token": [str(scope)]} for scope in route.scopes]
        assert told["security"] == ([*needs, {}] if needs else []), route.path
        assert {"401", "403"} & told["responses"].keys() == ({"401", "403"} if needs else set()), route.path
    open_ = {route.path for route in ROUTES if not route.scopes}
    assert open_ == {"/healthz", "/readyz", "/feeds/{secret}"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_and_answers_are_as_it_says(client: httpx.Client, document: dict[str, Any], name: str) -> None:
    address, body, _ = QUESTIONS[name]
    kind = address.split("/")[1]
    operation = next(
        item["post"] for path, item in document["paths"].items() if item.get("post", {}).get("operationId") == kind
    )
    request = operation["requestBody"]["content"]["application/json"]["schema"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    sent = {"on": ON, **body}
    check(document, request, sent)
    check(document, answer, client.post(f"/v1/places/{address}", json=sent).json())
    with pytest.raises(jsonschema.ValidationError):
        check(document, request, {**sent, "facts": {"state_secrett": True}})


def check(document: dict[str, Any], schema: Any, value: Any) -> None:
    whole = {**schema, "components": document["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


#: In the suite what has no body; all of it by command, ``make document``.
WHOLE = "OPENDATA_RULES_WHOLE_DOCUMENT"
#: Facts of a request that are tried: they are alike, and making bodies of hundreds takes all the time.
FACTS = 8


@pytest.mark.one_interpreter
def test_whatever_it_allows_is_answered_as_it_says(tmp_path: Path) -> None:
    """schemathesis makes requests from the document, right ones and wrong ones, and holds the responses against it."""
    program = Path(sys.executable).parent / "schemathesis"
    if not program.exists():
        pytest.skip("needs schemathesis of the group dev")
    options = ["--phases", "examples,coverage,fuzzing", "--generation-deterministic", "--no-color"]
    # It cannot write JSON lines.
    options += ["--exclude-operation-id", "batch"]
    # What no schema says: days beyond the calendar, facts of another place, one fact told twice.
    options += ["--exclude-checks", "positive_data_acceptance", "--request-timeout", "60"]
    options += ["--max-examples", "5"] if WHOLE in os.environ else ["--max-examples", "2", "--include-method", "GET"]
    with serving(settings(watch=0, store=str(tmp_path / "store"))) as running:
        with running.client() as client:
            document = client.get("/openapi.json").json()
        facts = document["components"]["schemas"]["Facts"]
        facts["properties"] = dict(list(facts["properties"].items())[:FACTS])
        (tmp_path / "document.json").write_text(json.dumps(document))
        command = [str(program), "run", "document.json", "--url", running.url, *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    [tried] = re.findall(r"(\d+) generated", done.stdout)
    assert int(tried) > 1000
