"""Cases: examples beside the rules, with what they must come to. Run by ``opendata-rules test`` and by pytest.

``written`` is their form, ``expected`` what they may expect, ``files`` reads them, ``checks`` tells what is wrong in
them, names that mean nothing by ``names`` and ``references``; ``expansion`` makes single cases of a base and its near
misses, ``attributes`` and ``duties`` run one (``told`` and ``monitored`` say what its answer tells), ``running`` all.
Nothing here knows why a rule says what it says.
"""
