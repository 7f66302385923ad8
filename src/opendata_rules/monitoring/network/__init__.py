"""The rules of the packs as a network of ``durable-rules``, and what it concludes of a case."""
