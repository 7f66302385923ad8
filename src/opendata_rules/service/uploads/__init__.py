"""Catalogues that were dropped into the workbench: the file, what was answered and waived, and what the check found.

Each lies in a folder of this machine under a name of its own making, and goes when it is old. What the check finds is
written into a table beside it (:mod:`.rows`), so that a page of a hundred datasets costs the same whatever the size of
the catalogue (:mod:`.search`). Nothing is judged here: what is answered goes into the same check (:mod:`.checking`).
"""
