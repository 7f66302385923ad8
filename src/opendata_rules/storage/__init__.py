"""Where cases, answers and jobs are kept: one way to SQLite and PostgreSQL, and tables that are brought up to date."""
