"""Rules that are being changed: drafts, what they would change, and how they go live.

A draft holds whole files with the state that they were taken from. What it would do is tried in a process of its own;
nothing of it answers until it goes live, and then whole files are put in the place of those it was made from, or none.
"""
