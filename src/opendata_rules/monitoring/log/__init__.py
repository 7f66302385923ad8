"""The log of events: where it is kept, what a case's events come to, and how a feed is read."""
