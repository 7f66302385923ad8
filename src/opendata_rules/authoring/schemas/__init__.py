"""JSON Schemas of pack files, for editors."""
