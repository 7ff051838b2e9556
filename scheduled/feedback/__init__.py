"""Feedback: messages, threads and files read from Slack."""
