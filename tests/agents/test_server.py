"""The server as clients of both eras of the protocol see it, and how a user is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp import Client, MCPError, types
from mcp.types.version import LATEST_HANDSHAKE_VERSION, LATEST_MODERN_VERSION

from opendata_rules.agents import handling
from opendata_rules.agents.tools import tools_of

from ..laws import law, library
from .talking import ERAS, call, found, talk

TAIAN = {"place": "泰安", "on": "2026-03-10"}
INTERVIEW = {"question": "classify", **TAIAN, "facts": {}}
FIRST = law("taian").classify({}).questions[0].fact

pytestmark = pytest.mark.parametrize("era", ERAS)


def test_it_introduces_itself(era: str) -> None:
    async def what(client: Client) -> Any:
        assert client.protocol_version == {"legacy": LATEST_HANDSHAKE_VERSION}.get(era, LATEST_MODERN_VERSION)
        return client.server_capabilities, await client.list_tools(), await client.list_resources()

    capabilities, tools, listed = talk(what, era)
    assert [tool.name for tool in tools.tools] == list(tools_of(library()))
    for tool in tools.tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False
        assert tool.input_schema["additionalProperties"] is False
    assert "opendata-rules://places" in [one.uri for one in listed.resources]
    assert capabilities is not None or era != "legacy"


def test_an_answer_is_structured_and_the_text_leaves_the_receipt_out(era: str) -> None:
    result = call("classify", {**TAIAN, "facts": {"state_secret": True}}, era)
    told = result.structured_content
    assert told["receipt"] == law("taian").classify({"state_secret": True}).receipt
    [text] = result.content
    assert isinstance(text, types.TextContent)
    assert json.loads(text.text) == {**told, "receipt": "in structuredContent"}
    assert len(text.text) < 3000


def test_mistakes_are_told_with_the_right_words(era: str) -> None:
    for given, code, near in (
        ({**TAIAN, "facts": {"涉及隐私": True}}, "unknown_fact", "涉及个人隐私"),
        ({**TAIAN, "facts": {"state_secret": "maybe"}}, "bad_fact", ""),
        ({"place": "太安", "on": "2026-03-10", "facts": {}}, "unknown_jurisdiction", "泰安"),
        ({**TAIAN, "facts": {}, "declare": "open"}, "bad_argument", "declared"),
        ({"place": "taian", "facts": {}}, "bad_argument", ""),
        ({}, "bad_argument", ""),
    ):
        result = call("classify", given, era)
        assert result.is_error
        [text] = result.content
        assert isinstance(text, types.TextContent)
        error = json.loads(text.text)["error"]
        assert error["code"] == code
        assert not near or near in error["nearest"]


def test_there_is_no_other_tool(era: str) -> None:
    with pytest.raises(MCPError, match="There is no tool"):
        call("publish\x1b[31m", {}, era)


def test_what_nobody_expected_is_not_told(era: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a secret")

    monkeypatch.setattr(handling, "answer_told", broken)
    with pytest.raises(MCPError) as error:
        call("classify", {**TAIAN, "facts": {}}, era)
    assert "secret" not in str(error.value)


def test_resources_are_read(era: str) -> None:
    async def what(client: Client) -> Any:
        templates = await client.list_resource_templates()
        read = await client.read_resource("opendata-rules://facts/state_secret")
        with pytest.raises(MCPError) as error:
            await client.read_resource("file:///etc/passwd")
        return templates, read, error.value

    templates, read, error = talk(what, era)
    assert "opendata-rules://places/{place}/{on}/facts/{topic}" in [
        one.uri_template for one in templates.resource_templates
    ]
    assert json.loads(read.contents[0].text)["label"] == "国家秘密"
    assert error.error.data["code"] == "no_such_resource"


# -- the user ---------------------------------------------------------------------------------------------------------


def test_the_user_is_asked_and_what_they_say_counts(era: str) -> None:
    seen: list[Any] = []

    def user(params: types.ElicitRequestFormParams) -> types.ElicitResult:
        seen.append(params)
        return types.ElicitResult(action="accept", content={"value": "true"})

    told = found("next_question", INTERVIEW, era, user=user)
    [asked] = seen
    assert law("taian").vocabulary.facts[FIRST].question in asked.message
    assert told["user"] == {"fact": FIRST, "action": "accept", "value": True}
    assert told["facts"] == {FIRST: True}
    after = law("taian").classify({FIRST: True})
    assert told["settled"] is (not after.questions)
    assert told["receipt"] == after.receipt


@pytest.mark.parametrize("said", ["?", "decline"])
def test_who_does_not_know_leaves_it_unknown(era: str, said: str) -> None:
    def user(_: Any) -> types.ElicitResult:
        if said == "decline":
            return types.ElicitResult(action="decline")
        return types.ElicitResult(action="accept", content={"value": said})

    told = found("next_question", INTERVIEW, era, user=user)
    assert told["user"]["value"] is None
    assert (told["facts"], told["asked"]) == ({}, [FIRST])
    assert told["question"]["fact"] != FIRST
    assert told["receipt"] == law("taian").classify({}).receipt


def test_who_closes_the_form_has_said_nothing(era: str) -> None:
    told = found("next_question", INTERVIEW, era, user=lambda _: types.ElicitResult(action="cancel"))
    assert told["user"] == {"fact": FIRST, "action": "cancel"}
    assert told["question"]["fact"] == FIRST
    assert "facts" not in told


def test_what_is_no_value_is_refused(era: str) -> None:
    for bad in ("perhaps", 7, "是的"):
        result = call(
            "next_question",
            INTERVIEW,
            era,
            user=lambda _, bad=bad: types.ElicitResult(action="accept", content={"value": bad}),  # type: ignore[misc]
        )
        assert result.is_error
        assert "bad_fact" in result.content[0].text  # type: ignore[union-attr]


def test_nobody_is_asked_where_that_is_not_wanted_or_cannot_be(era: str) -> None:
    def user(_: Any) -> types.ElicitResult:
        raise AssertionError

    assert "user" not in found("next_question", {**INTERVIEW, "ask_user": False}, era, user=user)
    assert "user" not in found("next_question", INTERVIEW, era)
    settled = {**INTERVIEW, "facts": {"state_secret": True}}
    assert found("next_question", settled, era, user=user)["settled"] is True


def test_a_whole_interview_ends_in_an_answer(era: str) -> None:
    """As an agent would: question after question, until there is none."""

    async def what(client: Client) -> Any:
        facts: Any = {}
        asked: Any = []
        for number in range(60):
            given = {**INTERVIEW, "facts": facts, "asked": asked}
            told = (await client.call_tool("next_question", given)).structured_content
            if told["question"] is None and "user" not in told:
                return number, facts, told
            facts, asked = told["facts"], told["asked"]
        raise AssertionError

    def user(params: types.ElicitRequestFormParams) -> types.ElicitResult:
        field = params.requested_schema["properties"]["value"]
        choices = [one["const"] for one in field.get("oneOf", [])]
        return types.ElicitResult(action="accept", content={"value": "false" if "false" in choices else choices[0]})

    number, facts, told = talk(what, era, user=user)
    assert number == len(facts) > 3
    assert told["settled"] is True
    answer = law("taian").classify(facts)
    assert told["receipt"] == answer.receipt
    assert not answer.questions
