"""Slack's rules for blocks, views and elements."""
