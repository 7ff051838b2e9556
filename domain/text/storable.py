"""Text that every database stores: halves of surrogate pairs and U+0000 become U+FFFD.

Slack sends JSON, and JSON can spell both: half of an emoji where a name was cut, and the character
that ends strings in C. PostgreSQL stores neither, and UTF-8 has no halves. What enters the program
passes here once, at its edges.
"""

import re
from typing import Any, TypeVar

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SIGN = "\N{REPLACEMENT CHARACTER}"

T = TypeVar("T")


def storable(text: str) -> str:
    """Return a text with a replacement character in place of each that no database stores.

    Two halves that stand together are the character that they spell.
    """
    if not _UNSTORABLE.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", _SIGN)


def make_storable(value: T) -> T:
    """Return parsed JSON with all its texts `storable`; lists and objects are changed in place."""
    if isinstance(value, str):
        return storable(value)  # type: ignore[return-value]
    waiting: list[Any] = [value]
    while waiting:  # not by calling itself: JSON may be nested deeper than Python calls
        node = waiting.pop()
        if isinstance(node, dict):
            _clean_keys(node)
            places: Any = node.items()
        elif isinstance(node, list):
            places = enumerate(node)
        else:
            continue
        for place, child in places:
            if isinstance(child, str):
                if _UNSTORABLE.search(child):
                    node[place] = storable(child)
            elif isinstance(child, dict | list):
                waiting.append(child)
    return value


def _clean_keys(node: dict[Any, Any]) -> None:
    for key in [one for one in node if isinstance(one, str) and _UNSTORABLE.search(one)]:
        node[storable(key)] = node.pop(key)
