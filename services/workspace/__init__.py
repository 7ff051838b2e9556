"""The workspace: people, permissions, settings, installation, user groups."""
