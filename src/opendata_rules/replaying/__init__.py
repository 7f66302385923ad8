"""Receipts read back: the same answer computed again, or what differs now, told thing by thing."""
