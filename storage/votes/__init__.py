"""Votes: cards, reactions, and the tally."""
