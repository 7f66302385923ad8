"""Whatever comes from outside, made hostile: what must hold of every input, and the inputs for which it once did not."""
