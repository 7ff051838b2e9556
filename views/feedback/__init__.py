"""Feedback: capturing it, its threads and files, and the messages it came from."""
