"""A ledger for others: JSON lines that can be verified without it, Parquet, and a workbook."""
