"""Scoring rounds and ballots."""
