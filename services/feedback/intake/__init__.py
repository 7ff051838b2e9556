"""Channels whose messages are feedback."""
