"""Who may ask, what, and how much: tokens, their limits, and the gate that every request passes."""
