"""Dates and times: reading them from words, schedules, time zones."""
