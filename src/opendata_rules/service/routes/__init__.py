"""The addresses of the service: a module for each kind of question, all in one table."""
