"""What a form about an objective or a decision remembers until it is sent: ids only."""

import json
from dataclasses import asdict, dataclass, fields

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
