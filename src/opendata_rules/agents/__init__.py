"""Tools for programs that write for people: the questions of the library over the Model Context Protocol.

A door like ``cli`` and ``service``: alone on standard input and output (:mod:`.commands`), or mounted on the service
(:mod:`.mounting`), which finds it by entry point. What it is asked, and what is refused, is in
:mod:`opendata_rules.asking`; only :mod:`.server` and what it uses need the SDK.
"""
