"""Task handlers: how each kind of outbox row is carried out at Slack."""
