"""Imports: the message of a dropped file, and the form of its columns."""
