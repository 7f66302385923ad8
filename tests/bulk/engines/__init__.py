"""Real databases, started by the tests themselves: a table in, the rows of a statement out."""
