"""Conditions: what they mean, in words, as sets of cubes; what they force, and their smallest examples."""
