"""Erasure: removing what a person said, and their name."""
