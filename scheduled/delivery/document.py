"""A file that is sent to a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """A file: what is in it, its name, and the words that come with it."""

    content: bytes
    filename: str
    title: str
    comment: str
    alt_text: str = ""


Documents = Mapping[str, Callable[[dict[str, Any]], Document]]
"""The maker of every file that a service may ask for, by its name."""
