"""What is said of merged ideas and of likely doubles, by the name of the template."""

from typing import Any

from domain.merging import DoubleList, Merged
from services.packing import unpack
from views.merging import told_message
from views.merging_doubles import doubles_message
from views.message import Message


def _merged(data: dict[str, Any]) -> Message:
    return told_message(unpack(Merged, data["done"]))


def _doubles(data: dict[str, Any]) -> Message:
    return doubles_message(unpack(DoubleList, data))


MERGING_MESSAGES = {"idea_merged": _merged, "idea_doubles": _doubles}
