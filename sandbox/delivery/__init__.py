"""How events, commands and interactions reach the app."""
