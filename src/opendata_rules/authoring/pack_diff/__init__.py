"""What an edit of the rules changes: which rules and articles, and which answers, each with the smallest facts.

``comparing.pack_diff`` is the door. ``sides`` finds the two states (folders, revisions, dates), ``rules`` says what is
written otherwise, ``opendata_rules.analysis.differences`` what is answered otherwise, ``effects`` how much of a
catalogue and of a log of cases that touches; ``telling`` puts it in Chinese, ``report`` and ``comment`` show it.
"""
