"""The room of catalogues: a file comes, what was found of it is looked through, questions are answered in place."""
