"""Regulation texts as published: plain text in, articles with paragraphs and items out; and packs checked against them.

``reading`` goes through a text line by line (``lines`` tells what a line is, ``drafts`` holds what is being read);
``articles`` is what comes out, ``fingerprints`` reduces a passage to what is compared, ``checks`` holds a pack against
the text. The project carries no law text: this serves citations, anchors and fingerprints where the texts are at hand.
"""
