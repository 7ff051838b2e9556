"""One idea with everything known about it, and the /idea command."""
