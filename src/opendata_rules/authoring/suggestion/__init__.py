"""A small set of cases that covers a rule from nothing, for a lawyer to say what they must come to.

``days`` makes up days and numbers that stand right at a limit, ``vectors`` chooses facts so that each leaf of a rule is
shown to decide on both sides, ``questions`` says what is asked of a rule and what is expected of it, ``cases`` puts
them together, ``writing`` writes them as they stand in a file of cases.
"""
