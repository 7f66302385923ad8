"""What there is to do on a day, for people: a page, a workbook, a calendar feed."""
