"""Counts in words."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 vote``, ``23 votes``, ``1,204 votes``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
