"""Search: the query language, what it finds, and how results are shown."""
