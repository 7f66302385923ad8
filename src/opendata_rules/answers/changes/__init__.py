"""Changes of the opening attribute: who must consent, on what ground, with what papers."""
