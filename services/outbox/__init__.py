"""The outbox: messages to send, and the change log."""
