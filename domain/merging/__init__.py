"""Merging ideas that are duplicates, and undoing it."""
