"""Putting files of rules right without changing what they say: slips of the input method, layout, fingerprints."""
