"""Words that people type for an idea: where it should move."""

import re

from domain.ideas.model import Horizon, Status
from domain.text.words import straighten

_TARGETS: dict[str, Status | Horizon] = {
    **dict.fromkeys(("open", "opened", "reopen", "reopened", "new"), Status.OPEN),
    **dict.fromkeys(
        ("considering", "consider", "considered", "under consideration", "under review"),
        Status.CONSIDERING,
    ),
    **dict.fromkeys(("planned", "plan", "accepted"), Status.PLANNED),
    **dict.fromkeys(
        ("in progress", "inprogress", "progress", "started", "start", "doing", "wip", "building"),
        Status.IN_PROGRESS,
    ),
    **dict.fromkeys(
        ("shipped", "ship", "done", "released", "launched", "live", "delivered"), Status.SHIPPED
    ),
    **dict.fromkeys(("now",), Horizon.NOW),
    **dict.fromkeys(("next",), Horizon.NEXT),
    **dict.fromkeys(("later",), Horizon.LATER),
}


DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"


_LEADING_VERB = re.compile(
    r"^(?:(?:move|moved|set|mark|put|change|make)\s+)?(?:(?:it|this)\s+)?(?:(?:to|as|is)\s+)?"
)


def parse_target(text: str) -> Status | Horizon | None:
    """Return the status or horizon that the whole of `text` names, or None."""
    words = re.sub(rf"[_\s{DASHES}]+", " ", straighten(text).casefold())
    words = re.sub(r"^\W+|\W+$", "", words)
    if words in _TARGETS:
        return _TARGETS[words]
    bare = _LEADING_VERB.sub("", words)
    return Status.DECLINED if bare in ("declined", "decline") else _TARGETS.get(bare)
