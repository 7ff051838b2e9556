"""Imports: a file dropped into the conversation, its columns, and what follows an import."""
