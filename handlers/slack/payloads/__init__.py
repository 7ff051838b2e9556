"""What Slack sends, read once and typed."""
