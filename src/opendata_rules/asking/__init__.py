"""Questions as JSON, for every door that is asked by programs: what a request means, where it is answered, and claims.

Knows nothing of HTTP, of sessions, of the command line.
"""
