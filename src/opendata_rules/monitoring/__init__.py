"""The case monitor: what is owed in every case, by whom, until when, and what was done late or too early.

A platform tells the events of its cases, in any order and any number of times; the log of events is the state. The
rules are those of the packs; they run in a network of ``durable-rules`` (:mod:`.network.engine`), one session for each
look at a case.
"""
