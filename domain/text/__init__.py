"""Text: Slack's markup, emoji, folding, redaction."""
