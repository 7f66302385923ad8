"""The schema files in the package: valid, closed, described, and never behind what they are made from."""

from __future__ import annotations

import datetime as dt
import functools
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.authoring.schemas.packs import pack_schemas
from opendata_rules.schemas.answers import answer_schemas
from opendata_rules.schemas.generate import as_text, generated
from opendata_rules.values import schema_names

ANSWERS = tuple(answer_schemas())
PACK_FILES = tuple(pack_schemas())


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


made = functools.cache(generated)


def test_the_names_are_those_of_pack_files_and_answers() -> None:
    assert {"instrument", "rules", "articles", "cases", "jurisdiction"} < set(PACK_FILES)
    assert {"decision", "change", "assessment", "deadline", "schedule", "report", "fact_list"} < set(ANSWERS)
    assert set(schema_names()) == set(made()) == {*PACK_FILES, *ANSWERS}
    assert not set(PACK_FILES) & set(ANSWERS)
    assert list(schema_names()) == sorted(schema_names())


def test_answers_go_by_their_classes_and_by_the_old_names() -> None:
    titles = [made()[name]["title"] for name in ANSWERS]
    assert len(set(titles)) == len(titles)
    assert schemas.names() == (*schema_names(), *sorted(titles))
    for name in ANSWERS:
        assert schemas.schema(made()[name]["title"]) == schemas.schema(name) == made()[name]


@pytest.mark.parametrize(
    "name", [name for name in odr.__all__ if name != "Answer" and hasattr(getattr(odr, name), "to_dict")]
)
def test_every_public_class_with_a_json_form_has_a_schema_by_its_name(name: str) -> None:
    kind = getattr(odr, name)
    found = schemas.schema(name)
    assert found["title"] == ("Error" if issubclass(kind, odr.Error) else name)
    assert schemas.schema(kind) == found


def test_every_error_has_the_json_that_the_schema_of_errors_says() -> None:
    told = []
    law = odr.load().law("taian", on=dt.date(2026, 3, 10))
    receipt = law.classify({}).receipt
    for ask in (
        lambda: law.classify({"state_secrett": True, "personal_privacy": "是", "trade_secret": 1}),
        lambda: law.classify({}, declared="shut"),  # type: ignore[arg-type]
        lambda: law.check("lists", {}),
        lambda: odr.load().law("泰按", on=law.on),
        lambda: odr.load().replay({**receipt, "outcome": {**receipt["outcome"], "possible": []}}),  # type: ignore[dict-item]
        lambda: odr.load().pack("none"),
    ):
        with pytest.raises(odr.Error) as caught:
            ask()
        told.append(caught.value.to_dict())
    assert {*told[0], *told[4]} > {"problems", "differences"}
    for one in told:
        Draft202012Validator(schemas.schema("Error")).validate(one)


@pytest.mark.parametrize("name", schema_names())
def test_the_shipped_file_is_what_the_models_say_now(name: str) -> None:
    shipped = resources.files(schemas).joinpath(f"{name}.json").read_text(encoding="utf-8")
    assert shipped == as_text(made()[name]), "run: python -m opendata_rules.schemas"


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_valid_and_named_by_a_urn_with_a_version(name: str) -> None:
    found = schemas.schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert re.fullmatch(rf"urn:opendata-rules:schema:{name}:[1-9][0-9]*", found["$id"])


@pytest.mark.parametrize("name", schema_names())
def test_every_reference_leads_somewhere_and_every_definition_is_needed(name: str) -> None:
    found = schemas.schema(name)
    targets = {node["$ref"] for node in nodes(found) if "$ref" in node}
    assert targets == {f"#/$defs/{definition}" for definition in found["$defs"]}


@pytest.mark.parametrize("name", schema_names())
def test_no_object_is_left_open(name: str) -> None:
    for node in nodes(schemas.schema(name)):
        if node.get("type") == "object":
            rest = node.get("additionalProperties")
            assert rest is False or (isinstance(rest, dict) and rest), node


@pytest.mark.parametrize("name", PACK_FILES)
def test_every_key_of_a_pack_file_is_explained_in_chinese(name: str) -> None:
    for node in nodes(schemas.schema(name)):
        if node.get("type") == "object":
            for word, value in node.get("properties", {}).items():
                assert re.search("[\u4e00-\u9fff]", value.get("description", "")), word


#: Said by leaving them out: that nothing was answered beside the file of a catalogue.
LEFT_OUT = {"answers"}


# An error says by leaving keys out that it is no error on several things, or on a receipt.
@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "error"])
def test_every_key_of_an_answer_is_required(name: str) -> None:
    for node in nodes(schemas.schema(name)):
        if "required" in node:
            assert node["required"] == [key for key in node["properties"] if key not in LEFT_OUT]


TEMPLATE = "#/components/schemas/{name}"


def test_the_references_of_a_schema_that_becomes_part_of_another_document_lead_where_that_says() -> None:
    found = schemas.schema("decision", ref_template=TEMPLATE)
    targets = {node["$ref"] for node in nodes(found) if "$ref" in node}
    assert "#/components/schemas/Citation" in targets
    assert targets == {f"#/components/schemas/{definition}" for definition in found["$defs"]}
    assert not {"$id", "$schema"} & found.keys()
    # pydantic's own way to write it
    assert schemas.schema("decision", ref_template="#/components/schemas/{model}") == found


def document(parts: Mapping[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with these schemas."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "开放", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(parts)},
    }


def assert_every_reference_resolves(whole: dict[str, Any]) -> None:
    for node in nodes(whole):
        if "$ref" in node:
            target: Any = whole
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            assert isinstance(target, dict)


def test_an_openapi_document_of_all_answers_has_no_reference_to_nowhere() -> None:
    whole = document(schemas.components())
    assert {"Decision", "Comparison", "Move", "Citation", "Facts", "Attribute"} <= whole["components"]["schemas"].keys()
    assert_every_reference_resolves(whole)
    OpenAPIV31SpecValidator(whole).validate()
    told = odr.load().law("jining", on=dt.date(2026, 3, 10)).classify({"state_secret": True}).to_dict()
    OAS31Validator({**whole, "$ref": "#/components/schemas/Decision"}).validate(told)


def test_so_has_one_of_every_schema_there_is_under_its_own_name() -> None:
    parts = {name: schemas.schema(name, ref_template=TEMPLATE) for name in schemas.names()}
    assert_every_reference_resolves(document(parts))
    for name, part in parts.items():
        alone = document({name: part} | part.get("$defs", {}))
        assert_every_reference_resolves(alone)


def test_components_are_those_asked_for_and_what_they_refer_to() -> None:
    found = schemas.components(["Move", odr.Objection])
    assert set(found) == {"Move", "Objection", "Citation", "Attribute", "Facts"}
    assert_every_reference_resolves(document(found))
    assert found == {name: schemas.components()[name] for name in found}


def test_a_schema_is_a_new_dict_every_time() -> None:
    schemas.schema("decision").clear()
    assert schemas.schema("decision")["title"]


def test_an_unknown_name_is_told_the_right_ones() -> None:
    with pytest.raises(odr.BadArgument, match="decisions") as caught:
        schemas.schema("decisions")
    assert caught.value.nearest[0] == "decision"
    assert caught.value.argument == "name"
    with pytest.raises(odr.BadArgument) as caught:
        schemas.schema("Desision")
    assert caught.value.nearest[0] == "Decision"


def test_the_module_writes_them_to_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "新" / "schemas"
    done = subprocess.run(
        [sys.executable, "-m", "opendata_rules.schemas", str(folder)], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in folder.iterdir()} == set(schema_names())
    for path in folder.iterdir():
        assert path.read_text(encoding="utf-8") == as_text(made()[path.stem])


def test_the_module_shows_its_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "opendata_rules.schemas", "a", "b"], capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert not done.stdout
