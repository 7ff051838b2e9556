"""What the page's addresses may hold after the question mark."""

import re

from starlette.datastructures import QueryParams

INSPECTOR_DEFAULT = 100
_NUMBER = re.compile(r"[0-9]{1,6}")
_STAMP = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


class BadQuery(Exception):
    """A parameter that the page would not send; the message is a sentence about it."""


def limit(query: QueryParams) -> int:
    """How many entries are asked for; 100 unless said."""
    text = query.get("limit", "")
    if not text:
        return INSPECTOR_DEFAULT
    if not _NUMBER.fullmatch(text):
        raise BadQuery("limit must be a whole number from 0 to 999999.")
    return int(text)


def stamp(query: QueryParams, name: str) -> str:
    """A message's timestamp, such as 1767225600.000100; empty when there is none."""
    text = query.get(name, "")
    if text and not _STAMP.fullmatch(text):
        raise BadQuery(f"{name} must be a message's timestamp, such as 1767225600.000100.")
    return text
