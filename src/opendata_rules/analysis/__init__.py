"""Questions about whole laws: gaps, lawful ways, the next question, comparisons."""
