"""Splices into XML parts: what is not changed stays as it is, to the byte."""

from __future__ import annotations

import pytest

from opendata_rules.catalogue.reports.annotation.markup import Edited, MarkupError, text_xml, tree

PART = '<?xml version="1.0" encoding="{}"?><a b="1>2"><c/><!-- x --><d   e=\'f\' >é</d></a>'


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_splice_keeps_the_encoding_and_all_else(codec: str) -> None:
    content = PART.format(codec).encode(codec)
    edited = Edited(content)
    assert edited.result() == content
    root = tree(edited.content)
    first, second = root.children
    edited.append_to(first, "中".encode())
    edited.append_to(second, b"!")
    edited.set_attribute(second, "e", "<g>")
    after = edited.result().decode(codec)
    new = "中" if codec != "iso-8859-1" else "&#20013;"
    assert after == PART.format(codec).replace("<c/>", f"<c>{new}</c>").replace("'f'", '"&lt;g>"').replace("é<", "é!<")


def test_where_elements_begin_and_end() -> None:
    content = b'<a><b x=">"/><b></b>t<p:c xmlns:p="u" p:i="1"><d/></p:c></a>'
    root = tree(content)
    assert [content[child.start : child.end] for child in root.children] == [
        b'<b x=">"/>',
        b"<b></b>",
        b'<p:c xmlns:p="u" p:i="1"><d/></p:c>',
    ]
    assert root.children[2].uri == "u"


@pytest.mark.parametrize(
    "content",
    [b"", b"<a", b"<a></b>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b'<?xml version="1.0" encoding="none"?><a/>'],
)
def test_what_is_no_sound_xml_is_refused(content: bytes) -> None:
    with pytest.raises(MarkupError):
        tree(Edited(content).content)


def test_what_looks_like_the_code_of_a_character_is_none() -> None:
    assert text_xml("_x000D_") == b"_x005F_x000D_"
    assert text_xml("_x000D_x000A_ <&> _x00_") == b"_x005F_x000D_x005F_x000A_ &lt;&amp;&gt; _x00_"
