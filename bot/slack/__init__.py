"""Connections to Slack: Socket Mode, HTTP signatures, OAuth, clients."""
