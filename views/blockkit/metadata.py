"""What a form or a button of ours carries, when it comes back."""

import json
from dataclasses import asdict, dataclass, fields
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


_VERSION = 1


@dataclass(frozen=True, slots=True)
class FormOrigin:
    """Where a form was opened and what it is about.

    ``number`` is that of the objective or decision, ``seen`` the newest change of it that the
    form shows, ``answer_url`` the message to replace when it is done. The last four name the
    message that a decision is recorded from.
    """

    number: int | None = None
    seen: int = 0
    channel_id: str | None = None
    answer_url: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    is_private: bool = False
    said_by: str | None = None
    said_by_name: str | None = None

    def packed(self) -> str:
        """The origin as ``private_metadata``."""
        facts = {name: value for name, value in asdict(self).items() if value}
        return json.dumps({"v": _VERSION, "form": facts})


def form_origin(metadata: str | None) -> FormOrigin:
    """The origin of ``private_metadata``; that of another version or modal is empty."""
    try:
        found = json.loads(metadata or "{}")
    except ValueError:
        return FormOrigin()
    if not isinstance(found, dict) or found.get("v") != _VERSION or "form" not in found:
        return FormOrigin()
    known = {one.name for one in fields(FormOrigin)}
    return FormOrigin(**{name: value for name, value in found["form"].items() if name in known})
