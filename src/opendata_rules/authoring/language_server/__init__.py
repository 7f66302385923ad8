"""A language server for files of rules: what is wrong as one types, what may be written, what words mean.

All of it is thin: what is wrong is what the lint says, what may be written is what the schemas of pack files say.
``server`` speaks the protocol and is the only module that needs the extra ``lsp``.
"""

from __future__ import annotations
