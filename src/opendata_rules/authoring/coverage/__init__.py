"""What the cases exercise of the rules: rules, leaves of their conditions, numbers and days, articles.

``asked`` finds what each case asks of which rule, ``limits`` what its numbers and days stand at, ``measured`` adds up
what was shown, ``report`` tells what was not.
"""
