"""Questions about whole laws: gaps, lawful ways to another attribute, the next question, comparisons.

Everything is found over all combinations of facts, with the smallest example of each finding. The room says what law
comes to, never what it ought to be, and knows nothing of files, catalogues or cases under way.
"""
