"""How legal staff write the law: from the YAML files of a pack to :mod:`opendata_rules.norms`, with all errors of them.

``written`` is the form of every file, ``conditions`` gives conditions their meaning, ``builder`` holds what all rules
have in common; ``words``, ``rules`` and ``duties`` read one kind of file each, ``files`` a folder of them, ``shelf``
keeps what was read, and ``sources`` finds packs of other distributions. Nothing here decides anything: what a rule
comes to for given facts is asked of :mod:`opendata_rules.answers`.
"""
