"""The workbench: the same answers as pages in a browser, for people who never type a command.

A page is an entry in a table (:mod:`.pages`), made on the server from a template; scripts only make it quicker. One
folder a room; what rooms share is in :mod:`.visit` (who asks, by which law, in which language), :mod:`.showing`
(templates) and ``templates/parts.html.j2`` (what pages are made of).
"""
