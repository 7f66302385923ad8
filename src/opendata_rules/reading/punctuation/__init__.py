"""What Chinese input methods put where structure is meant, found in YAML text before it is parsed.

PyYAML takes most full-width punctuation without an error, as part of a long string. Here it is found where a key, a
separator, a bracket or a quote would have to stand, and left alone in prose, in quoted text, in comments and in block
scalars. After a mistake the scanner goes on as if the right character stood there: all mistakes of a file come at once.

``marks`` holds the characters and shapes, ``words`` what may stand before a colon, ``findings`` what was found;
``nesting`` knows which collections are open, ``scalars``, ``flow`` and ``scanner`` read plain scalars, flow collections
and quotations, and lines of block context. Nothing here knows what the keys mean; that a word is a keyword or a fact
only makes it bolder in calling a mark wrong.
"""
