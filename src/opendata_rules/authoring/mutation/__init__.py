"""Whether the cases of a pack are good enough: every rule is changed a little, and some case must notice.

Such a change is a mutant (:mod:`.mutants`), made on the YAML as it is written (:mod:`.conditions`, :mod:`.rules`). A
mutant under which no case comes out otherwise survives: a wrong rule would not be noticed there.
"""
