"""What keeps a database from working, and what to do."""
