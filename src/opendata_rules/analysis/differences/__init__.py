"""Whether two laws ever answer differently: all differences of their answers, exactly, over the whole fact space.

``laws.differences`` is the door. For every question that can be put (a classification, a move, a topic, a step, a
year, …) what the two laws bring to it is compared first: where that means the same, the answers are the same. Where
it does not, both are compiled over the same facts, and the smallest facts on which they part are read off the
diagrams; the public answers are asked there, and only what they tell differently is a difference.
"""
