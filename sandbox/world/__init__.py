"""The state of the sandboxed Slack and everything that may happen to it."""
