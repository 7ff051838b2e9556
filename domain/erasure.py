"""Forgetting a person: who is meant, what stands in place of them, and what was removed."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from domain.core.errors import InvalidInput, NotAllowed
from domain.text.labels import fold_name

SOMEBODY = "Somebody"
"""What stands in a text where a name stood."""

CONFIRMATION = "forget"
"""What is typed to confirm."""

_NEUTRAL = re.compile(r"UFORGOTTEN[0-9]+")
_OF = re.compile(r"\s+(?:of|from|at)\s+", re.IGNORECASE)
_LEAST_NAME_CHARS = 2
_MOST_NAME_CHARS = 150


class Forgotten(NotAllowed):
    """What is to be saved was said by somebody who was forgotten."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is to be forgotten: somebody in Slack, or a name outside it, maybe of a customer."""

    user_id: str | None = None
    name: str = ""
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be removed, by kind, for who asks to see it first."""

    subject: Subject
    counts: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        """True when nothing is known of the subject."""
        return not any(self.counts.values())


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed; ``number`` names the record of it."""

    number: int
    counts: Mapping[str, int] = field(default_factory=dict)


def read_name(typed: str) -> Subject:
    """The person outside Slack that words such as ``name Jane Doe of Acme`` mean.

    Raises InvalidInput, bound to ``name``.
    """
    words = re.sub(r"^name\s+", "", " ".join(typed.split()), flags=re.IGNORECASE)
    name, *customer = _OF.split(words, maxsplit=1)
    parts = (name, *customer)
    if len(name) < _LEAST_NAME_CHARS or any(len(part) > _MOST_NAME_CHARS for part in parts):
        raise InvalidInput(
            "Type the whole name, such as: /linchpin forget name Jane Doe of Acme.", field="name"
        )
    return Subject(name=name, customer=customer[0] if customer else None)


def neutral_id(number: int) -> str:
    """The id that stands for a forgotten person, so that counts by person stay right."""
    return f"UFORGOTTEN{number}"


def is_neutral(user_id: str) -> bool:
    """True for an id that stands for somebody forgotten."""
    return _NEUTRAL.fullmatch(user_id) is not None


def hash_of(workspace_id: int, subject: Subject) -> str:
    """What recognises a forgotten person without naming them."""
    who = subject.user_id or f"name:{fold_name(subject.name)}"
    return hashlib.sha256(f"{workspace_id}:{who}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Eraser:
    """Takes a person's id and name out of texts and JSON values.

    A name of several words is found in any case; one word only as it is written, because a name
    such as Will is also a word.
    """

    subject: Subject
    neutral: str
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the person that is long enough to be looked for, the longest first."""
        every = {self.subject.name, *self.other_names}
        return tuple(sorted((one for one in every if len(one) >= _LEAST_NAME_CHARS), key=len))[::-1]

    def of_text(self, text: str) -> str:
        """A text without the person; the same object when it does not name them."""
        made = text
        for pattern, instead in _erasing(self):
            made = pattern.sub(instead, made)
        return text if made == text else made

    def of_value(self, value: Any) -> Any:
        """A JSON value without the person; the same object when it does not name them."""
        if isinstance(value, str):
            return self.of_text(value)
        if isinstance(value, Mapping):
            pairs = {self.of_text(key): self.of_value(one) for key, one in value.items()}
            is_same = pairs.keys() == value.keys() and all(
                pairs[key] is value[key] for key in pairs
            )
            return value if is_same else pairs
        if isinstance(value, list):
            items = [self.of_value(one) for one in value]
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        return value

    def needles(self) -> tuple[str, ...]:
        """What a text holds at least one of, up to case, when it names the person."""
        user_id = self.subject.user_id
        return (*([user_id] if user_id else []), *self.names)


@lru_cache(maxsize=8)
def _erasing(eraser: Eraser) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is looked for and what stands there then, read once for all the texts."""
    pairs = []
    if eraser.subject.user_id:
        one = re.escape(eraser.subject.user_id)
        pairs.append((rf"<@{one}(?:\|[^<>]*)?>", SOMEBODY, re.NOFLAG))
        pairs.append((rf"(?<![A-Z0-9]){one}(?![A-Z0-9])", eraser.neutral, re.NOFLAG))
    for name in eraser.names:
        flags = re.IGNORECASE if " " in name else re.NOFLAG
        pairs.append((rf"(?<!\w)@?{re.escape(name)}(?!\w)", SOMEBODY, flags))
    return tuple((re.compile(pattern, flags), instead) for pattern, instead, flags in pairs)
