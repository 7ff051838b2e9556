"""Customers: who they are, what they are worth, which are the same."""
