"""Labelled sets of names, data items and values, and what is measured on them."""
