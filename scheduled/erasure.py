"""Erasure: the message that says what was removed."""

from typing import Any

from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from views.erasure import forgotten_message


def _forgotten(data: dict[str, Any]) -> Post:
    return Post(forgotten_message(data["number"], data["counts"]))


PART = ScheduledPart(
    templates={
        "forgotten": _forgotten,
    },
)
