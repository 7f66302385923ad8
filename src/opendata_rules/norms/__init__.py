"""What law is once read: instruments, provisions and places as values, and the order they make together.

``instruments``, ``provisions`` and ``pack`` are what was read; ``standing`` and ``chain`` tell what bears on a place on
a date and who answers; ``warnings`` is the one home of why to read an answer with care; ``order`` is all that an answer
rests on. The room opens no file, and no question is asked of it: evaluators do that, in :mod:`opendata_rules.answers`.
"""
