"""Digests: subscriptions, what is in one, when it is posted."""
