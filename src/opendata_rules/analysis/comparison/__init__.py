"""Laws compared over their whole fact space: which is stricter, and the smallest example of every difference.

Classification is compared on cubes, so the answer is exact. A hold and human judgement count as closed, and are shown
as what they are. Changes are compared move by move by what their provisions ask; terms and duties side by side.
``pair`` compares two laws, ``order`` several; ``picture`` and ``report`` draw that. Nothing here says which law is
better.
"""
