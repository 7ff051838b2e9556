"""What the sandbox's own page asks for and does."""
