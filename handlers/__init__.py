"""Requests from Slack: one room a feature, each with its commands, buttons, forms and events."""
