"""From YAML text to a plain tree of dict, list and text, with the place of everything, without implicit resolvers.

The tree is built from events: PyYAML's own composer is recursive, and its C form overflows the stack on deep input;
here depth is a number. What rule files do not use (anchors, aliases, tags, merge keys, several documents) is refused.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ..diagnostics.characters import INVISIBLE, name_of
from ..diagnostics.diagnostic import Diagnostic, diagnostic
from .punctuation.nesting import DEPTH_LIMIT

#: Most lines and most nodes a file may have.
NODE_LIMIT = 50_000
#: Problems after which a file is not looked at any further.
ENOUGH = 1_000

Location = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: Events with content; looked up once, since most are asked for it.
_NODE: Any = yaml.NodeEvent
_SCALAR: Any = yaml.ScalarEvent

_UNCLOSED_QUOTE = "引号没有结束：从这里开始，到后面一直没有右引号"
_NO_COLON = "这里少了冒号，或者冒号后面少了空格"
_BAD_ESCAPE = "双引号里的反斜杠写法不对；请改用单引号"
_BAD_TAG = "不能用以 ! 开头的标签"
_BAD_DIRECTIVE = "不能用以 % 开头的指令"
_NOT_HERE = "这里的内容不该出现；可能是缩进不对，或者上面的引号、括号已经结束"
_NO_PAIR_HERE = "这里不能再写“键: 值”；可能是上一行缩进不对，或者文字里有“: ”而没有加引号"

#: Parts of libyaml's and PyYAML's sentences, and what they mean to the writer of a rule file.
_NO_KEY_HERE = "这里应当是一个键；可能是缩进没有对齐，或者上面的引号、括号已经结束"
_AFTER_LIST = "以括号、引号开头的，后面不能再写文字；整段是文字的，请给整段加引号"
#: A key and a list, pairs or a quotation behind it, closed on the line.
_CLOSED = re.compile(r"""[ -]*[^\[\]{}"':]+: *(\[[^\]]*\]|\{[^}]*\}|"[^"]*"|'[^']*')""")
_PROBLEMS = (
    ("unexpected end of stream", _UNCLOSED_QUOTE),
    ("unexpected document indicator", _UNCLOSED_QUOTE),
    ("unexpected document separator", _UNCLOSED_QUOTE),
    ("tab character", "这里用了 Tab，应当用空格"),
    ("found character '\\t'", "这里用了 Tab，应当用空格"),
    ("cannot start any token", "这里的字符不能作为开头；如果是文字，请加引号"),
    ("could not find expected ':'", _NO_COLON),
    ("mapping values are not", _NO_PAIR_HERE),
    ("mapping keys are not", "这里不能用“? ”；请写成“键: 值”"),
    ("sequence entries are not allowed", "这里不能写以“- ”开头的一项；请另起一行并缩进"),
    ("did not find expected key", _NO_KEY_HERE),
    ("did not find expected '-' indicator", "这里应当是以“- ”开头的一项；可能是缩进没有对齐"),
    ("expected ',' or ']'", "这里少了逗号或者右方括号"),
    ("expected ',' or '}'", "这里少了逗号或者右花括号"),
    ("escape", _BAD_ESCAPE),
    ("hexdecimal number", _BAD_ESCAPE),
    ("hexadecimal numbers", _BAD_ESCAPE),
    ("document start", _NOT_HERE),
    ("block end", "缩进没有对齐，或者这一行不该在这里"),
    ("expected node content", "这里少了内容"),
    ("expected the node content", "这里少了内容"),
    ("alphabetic or numeric character", "不能用锚（&）和别名（*）；如果是文字，请加引号"),
    ("undefined alias", "不能用别名（*）"),
    ("indentation indicator", "“|”或者“>”后面的数字写法不对"),
    ("block scalar", "“|”或者“>”后面不能再写文字，文字请另起一行并缩进"),
    ("directive", _BAD_DIRECTIVE),
    ("tag", _BAD_TAG),
    ("indentation", "缩进不对"),
    ("block mapping", "缩进没有对齐"),
)
_UNKNOWN_PROBLEM = "这里的写法不符合 YAML"
#: Told where the unfinished piece begins, since it is noticed only far below.
_TOLD_AT_THE_START = frozenset({_UNCLOSED_QUOTE, _NO_COLON, _BAD_DIRECTIVE})


class _Enough(Exception):
    """Going on would tell the user nothing more."""


class Parser:
    """Takes the events of one document.

    Attributes:
        lists: whether all of it may be a list.
        problems: what is wrong.
        marks: line, column and length of every value.
        key_marks: the same of every key.
    """

    def __init__(self, text: str, lines: tuple[str, ...], path: str, *, lists: bool = False) -> None:
        self.text = text
        self.lists = lists
        self.lines = lines
        self.path = path
        self.problems: list[Diagnostic] = []
        self.marks: dict[Location, tuple[int, int, int]] = {}
        self.key_marks: dict[Location, tuple[int, int, int]] = {}
        #: Collections that are open, outermost first.
        self.open: list[_Open] = []
        self.root: Any = None

    def parse(self) -> Any:
        """The tree; what is wrong goes to the problems."""
        try:
            self._take_events()
        except _Enough:
            return None
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return None
        except (yaml.YAMLError, ValueError):
            # Not one of PyYAML's marked errors: say so without its sentence.
            self._report("yaml_syntax", None, problem=_UNKNOWN_PROBLEM)
            return None
        if self.root is None or (isinstance(self.root, str) and not self.root.strip()):
            if not self.problems:
                self._report("empty_file", None)
        elif not isinstance(self.root, dict) and not (self.lists and isinstance(self.root, list)):
            found = "一个列表" if isinstance(self.root, list) else "一段文字"
            self._report("not_a_mapping", self.marks[()], found=found)
        return self.root

    def _take_events(self) -> None:
        documents = nodes = 0
        for event in yaml.parse(self.text, Loader=_LOADER):
            if isinstance(event, _NODE):
                nodes += 1
                if nodes > NODE_LIMIT:
                    self._report("too_many_nodes", _span(event), limit=NODE_LIMIT)
                    raise _Enough
                # An alias has an anchor and no tag to be asked for.
                if event.anchor is not None or event.tag is not None:
                    self._check_properties(event)
                if isinstance(event, _SCALAR):
                    self._scalar(event)
                elif isinstance(event, yaml.CollectionStartEvent):
                    self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._report("several_documents", _span(event))
                    raise _Enough

    def _check_properties(self, event: Any) -> None:
        """Aliases multiply and tags change what is meant; neither is wanted."""
        if isinstance(event, yaml.AliasEvent):
            self._report("anchor_or_alias", _span(event), name=f"*{event.anchor}")
            self._place(None, _span(event))
            return
        if event.anchor is not None:
            self._report("anchor_or_alias", _span(event), name=f"&{event.anchor}")
        if event.tag is not None:
            self._report("yaml_tag", _span(event), tag=str(event.tag))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        if event.style == '"' and (found := INVISIBLE.search(text)):
            # An escape must not bring in what may not be written plainly.
            self._report("control_character", _span(event), name=name_of(found.group()))
        if self.open and (mapping := self.open[-1]).key_due:
            self._key(mapping, text, event)
        else:
            self._place(text, _span(event))

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if len(self.open) >= DEPTH_LIMIT:
            self._report("too_deep", _span(event), limit=DEPTH_LIMIT)
            raise _Enough
        mapping = isinstance(event, yaml.MappingStartEvent)
        tree: Any = {} if mapping else []
        if self.open and self.open[-1].key_due:
            found = "“键: 值”" if mapping else "一个列表"
            self._report("complex_key", _span(event), found=found)
            self.open[-1].key, self.open[-1].key_due = None, False
            location = None
        else:
            location = self._place(tree, _span(event))
        start: Any = event.start_mark
        self.open.append(_Open(tree, location, (start.line, start.column), mapping))

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        done = self.open.pop()
        line, column = done.start
        end: Any = event.end_mark
        if done.location is not None and end.line == line:
            self.marks[done.location] = (line + 1, column + 1, max(1, end.column - column))

    def _key(self, mapping: _Open, key: str, event: yaml.ScalarEvent) -> None:
        mapping.key_due = False
        mapping.key = None
        if mapping.location is None:
            return
        inside = (*mapping.location, key)
        if key == "<<":
            self._report("merge_key", _span(event))
        elif key in mapping.tree:
            self._report("duplicate_key", _span(event), name=key, first=self.key_marks[inside][0])
        else:
            mapping.key = key
            # Kept from now on, so that a second one is noticed.
            mapping.tree[key] = None
            self.key_marks[inside] = _span(event)

    def _place(self, value: Any, mark: tuple[int, int, int]) -> Location | None:
        """Put a value where it belongs; return its place, ``None`` if it belongs nowhere."""
        location: Location | None = ()
        if not self.open:
            self.root = value
        else:
            parent = self.open[-1]
            if not parent.mapping:
                location = None if parent.location is None else (*parent.location, len(parent.tree))
                parent.tree.append(value)
            elif parent.key_due or parent.key is None or parent.location is None:
                parent.key_due = not parent.key_due
                return None
            else:
                location = (*parent.location, parent.key)
                parent.tree[parent.key] = value
                parent.key_due = True
        if location is not None:
            self.marks[location] = mark
        return location

    def _report(self, code: str, mark: tuple[int, int, int] | None, **fields: Any) -> None:
        """Report something at a mark, or on the file as a whole."""
        line, column, length = mark or (1, 1, 1)
        line = min(line, len(self.lines))
        source = self.lines[line - 1]
        self.problems.append(
            diagnostic(code, path=self.path, line=line, column=column, source=source, length=length, **fields)
        )
        if len(self.problems) >= ENOUGH:
            raise _Enough

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        sentences = (error.problem or "", error.context or "")
        problem = next((told for part, told in _PROBLEMS if any(part in s for s in sentences)), _UNKNOWN_PROBLEM)
        mark: Any = error.problem_mark or error.context_mark
        if problem == _NO_KEY_HERE and mark:
            closed = _CLOSED.match(self.lines[mark.line])
            if closed is not None and closed.end() == mark.column:
                # 要旨: [重要]甲类: what is in brackets is a list, and nothing may follow it.
                self._report("yaml_syntax", (mark.line + 1, closed.start(1) + 1, 1), problem=_AFTER_LIST)
                return
        if problem in _TOLD_AT_THE_START:
            mark = error.context_mark or mark
        self._report("yaml_syntax", (mark.line + 1, mark.column + 1, 1) if mark else None, problem=problem)


class _Open:
    """A collection that is open."""

    __slots__ = ("key", "key_due", "location", "mapping", "start", "tree")

    def __init__(self, tree: Any, location: Location | None, start: tuple[int, int], mapping: bool) -> None:
        self.tree = tree
        #: Where it stands; ``None`` for what belongs nowhere, such as a collection written as a key.
        self.location = location
        self.start = start
        self.mapping = mapping
        #: Whether the next node is a key, and the key whose value comes next.
        self.key_due = mapping
        self.key: str | None = None


def _span(event: Any) -> tuple[int, int, int]:
    """Line and column of an event from 1, and how many characters of that line it takes."""
    start, end = event.start_mark, event.end_mark
    line, column = start.line + 1, start.column + 1
    # Nothing at all is shown as one character.
    return line, column, (end.column - column + 1 or 1) if end.line + 1 == line else 1
