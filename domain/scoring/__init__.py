"""Scoring: how ideas are compared, what people estimate for it, and what follows from both."""
