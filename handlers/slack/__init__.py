"""Slack requests: routing, parsing, error handling, modals."""
