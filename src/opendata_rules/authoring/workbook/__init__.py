"""An instrument as a workbook that a lawyer reviews, and the edited copy back into its files.

What the workbook shows is read from the files as they are written; what is changed in it is changed in them where it
stands, and nothing else: comments, order and spelling of all the rest stay byte by byte.
"""
