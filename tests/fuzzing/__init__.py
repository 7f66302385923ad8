"""Whatever comes from outside, made hostile: what must hold of every input, and inputs of which it once did not."""
