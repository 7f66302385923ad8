"""The department's own file given back with what the check found, nothing else in it changed."""
