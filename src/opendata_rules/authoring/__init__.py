"""For those who write rules: checking packs, running their cases, the regulations' texts, article workbooks.

``lint`` checks files and folders of packs whole, ``rule_cases`` runs the examples beside the rules,
``regulation_texts`` holds packs against the printed law, ``schemas`` serves editors, ``workbook`` lists articles. The
room reads packs by :mod:`opendata_rules.packs` and asks :mod:`opendata_rules.answers`; it gives no rule its meaning.
"""
