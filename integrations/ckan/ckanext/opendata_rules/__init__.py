"""CKAN asks the law of public data opening before it publishes, changes, moves or withdraws a dataset."""
