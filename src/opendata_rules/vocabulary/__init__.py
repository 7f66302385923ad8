"""The words of the library: facts, procedures, citations, keywords of the rule language, terms of answers.

Facts and procedures are data, in YAML beside the modules. The room says what can be asked and how it is called, and
knows no provision: what is asked where is the business of packs.
"""
