"""比较: places and dates side by side.

Which laws (:mod:`.choice`), what is shown of a difference (:mod:`.differences`), of two laws (:mod:`.pair`), of many
(:mod:`.matrix`); and the pages.
"""
