"""Two states of a catalogue: which attributes changed, and whether the law lets them."""
