"""Lists of ideas as messages."""

from typing import Any

from domain.idea_page.page import Shortlist
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.outbox.payloads import unpack
from views.idea_page.messages import list_message


def _ideas_list(data: dict[str, Any]) -> Post:
    return Post(list_message(unpack(Shortlist, data)))


PART = ScheduledPart(
    templates={
        "ideas_list": _ideas_list,
    },
)
