"""A problem in a file: what it is, where, what may be written instead, and how that is shown."""
