"""Something that was to be said in a channel and could not be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """What its owner is told: ``what`` was to be said where, and a sentence that says why not.

    ``is_paused`` is True for a digest that paused itself because of it.
    """

    what: str
    channel_id: str
    reason: str
    is_paused: bool = False
