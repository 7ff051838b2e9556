"""The dispatcher that delivers the outbox to Slack."""
