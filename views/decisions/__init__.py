"""Decisions, with the day on which they come back for review."""
