"""The roadmap: board, timeline, plans, promises, dependencies, shares."""
