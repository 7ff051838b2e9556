"""What people type after /idea I-12 to merge it, or to undo that."""

import re
from dataclasses import dataclass

from domain.text.words import parse_reference, straighten


@dataclass(frozen=True, slots=True)
class MergeIdea:
    """Ask before an idea is merged into another one; without ``into`` that is chosen then."""

    number: int
    into: int | None = None


@dataclass(frozen=True, slots=True)
class UnmergeIdea:
    """Make an idea that was merged one of its own again."""

    number: int


_MERGE = re.compile(
    r"(?:is\s+|it\s+)?(?:merged?|same|(?:a\s+)?(?:duplicate|double|dupe))"
    r"(?:\s+(?:it\s+)?(?:in\s*to|to|with|as|of|and))?\s+(?P<into>\S.*)",
    re.IGNORECASE,
)
_UNMERGE = frozenset({"unmerge", "un-merge", "undo merge", "merge undo", "undo the merge"})
DUPLICATES = ("duplicates", "duplicate", "doubles", "double", "dupes")
"""What is typed after /ideas for those that are probably the same."""


def parse_merging(number: int, rest: str) -> MergeIdea | UnmergeIdea | None:
    """What the words after an idea's number say of merging, or None when they say nothing of it."""
    words = " ".join(straighten(rest).split())
    if words.casefold() in _UNMERGE:
        return UnmergeIdea(number)
    if words.casefold() in ("merge", "merge into", "merge…"):
        return MergeIdea(number)
    found = _MERGE.fullmatch(words)
    into = parse_reference(found["into"]) if found else None
    return MergeIdea(number, into.number) if into is not None and into.kind == "I" else None
