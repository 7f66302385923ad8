"""What things look like outside: lines and trees of text, workbooks, calendar feeds, HTML pages.

Nothing here knows what is shown.
"""
