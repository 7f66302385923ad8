"""Conditions: what they mean, in words, as sets of cubes and as decision diagrams; smallest examples; the budget of it.

Three-valued throughout: a fact may be unknown. The room knows facts and their values, and nothing of provisions, places
or dates of law; which conditions are asked is decided above.
"""
