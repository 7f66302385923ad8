"""The words of the library: facts, procedures, citations, keywords of the rule language, terms of answers."""
