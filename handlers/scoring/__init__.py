"""Scoring: methods, estimates, ranking, and why an idea ranks where it does."""
