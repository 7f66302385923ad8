"""From the bytes of a file to a marked document and a checked model."""
