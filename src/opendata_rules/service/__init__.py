"""The service: the questions of the library over HTTP, for platforms that are not written in Python.

A door like ``cli``; the command line finds it by entry point (:mod:`.commands`), a platform mounts
:func:`opendata_rules.service.app.create`. What a request means is in
:mod:`opendata_rules.asking.questions`, which rules answer in
:mod:`.editions`, who may ask in :mod:`.access`, what is kept in :mod:`.keeping`; :mod:`.routes` puts addresses to it.
"""
