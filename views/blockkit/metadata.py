"""What a form or a button of ours carries, when it comes back."""

import json
from typing import Any

from domain.core.errors import InvalidInput

OLDER = (
    "This form is from an older version of Linchpin. Copy your text, close the form and open it "
    "again."
)


class Facts(dict[str, Any]):
    """The facts that were packed; one that isn't there raises InvalidInput."""

    def __missing__(self, name: str) -> Any:
        raise InvalidInput(OLDER)


def facts_of(packed: str | None) -> Facts:
    """Return the facts in ``private_metadata`` or a value; none for an empty text.

    Raises InvalidInput for what this version didn't pack.
    """
    try:
        found = json.loads(packed or "{}")
    except ValueError as error:
        raise InvalidInput(OLDER) from error
    if not isinstance(found, dict):
        raise InvalidInput(OLDER)
    return Facts(found)


def number_of(packed: str | None) -> int:
    """Return the number in ``private_metadata`` or a value; raises InvalidInput without one."""
    if not packed or not packed.isascii() or not packed.isdigit():
        raise InvalidInput(OLDER)
    return int(packed)
