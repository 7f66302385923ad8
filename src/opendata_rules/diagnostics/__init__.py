"""A problem in a file: what it is, where it stands, what may be written instead, and how that is shown.

``kinds`` holds the closed table of everything that can be wrong, ``diagnostic`` makes a problem of a kind at a place,
``rendering`` shows it to a person, ``page`` documents all kinds. The room opens no file and knows nothing of YAML, law
or the vocabulary: who finds a problem lives above.
"""
