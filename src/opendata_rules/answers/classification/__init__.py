"""Which attribute data must or may have, and why."""
