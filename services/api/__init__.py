"""The HTTP API: tokens, endpoints, and how they are documented."""
