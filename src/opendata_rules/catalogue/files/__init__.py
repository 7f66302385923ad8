"""Catalogue files, read as records of text: CSV, XLSX, JSON. What the cells mean is not known here."""
