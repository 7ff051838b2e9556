"""Block Kit: blocks, text, limits, ids, messages."""
