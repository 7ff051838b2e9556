"""What is said of merged ideas and of likely doubles, by the name of the template."""

from typing import Any

from domain.merging.plan import DuplicateList, Merged
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import plain
from services.outbox.payloads import unpack
from views.blockkit.message import Message
from views.merging.duplicates import duplicates_message
from views.merging.forms import merged_message


def _merged(data: dict[str, Any]) -> Message:
    return merged_message(unpack(Merged, data["done"]))


def _doubles(data: dict[str, Any]) -> Message:
    return duplicates_message(unpack(DuplicateList, data))


PART = ScheduledPart(
    templates={
        "idea_merged": plain(_merged),
        "idea_doubles": plain(_doubles),
    },
)
