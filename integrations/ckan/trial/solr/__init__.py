"""A stand-in for Solr: as much of it as CKAN asks, and an error 400 for whatever it does not know."""
