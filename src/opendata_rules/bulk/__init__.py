"""Many datasets at once: tables in, tables out, with the answers that one dataset at a time would get.

The compiled form of a law is factored to one graph (:mod:`opendata_rules.bulk.graph`), and every evaluator walks it.
"""
