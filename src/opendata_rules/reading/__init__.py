"""From the bytes of a file to a marked document and a checked model; facts as people write them.

``document`` reads in stages (``punctuation``, ``yaml_events``) and keeps where everything stands; ``validation`` checks
a document against a model of ``models``; ``facts_in_words`` reads facts. Nothing raises for what is in a file: its
problems are :mod:`opendata_rules.diagnostics`. The room knows neither rules nor law.
"""
