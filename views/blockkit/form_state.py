"""What a person filled in: the state of a form, read by block and element."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from domain.core.errors import InvalidInput

Element = Mapping[str, Any]

_OUTDATED = (
    "This form comes from an earlier version of Linchpin, so nothing was saved. "
    "Copy what you typed, close the form and open it again."
)


@dataclass(frozen=True, slots=True)
class FormState:
    """A view's ``state.values``.

    A block or element that the state doesn't have reads as one that was left empty. A form that
    overwrites what is stored calls ``require`` first, so that a missing field clears nothing.
    """

    values: Mapping[str, Mapping[str, Element]]

    @classmethod
    def of(cls, view: Mapping[str, Any] | None) -> Self:
        """Return the state of a view as Slack sends it; an empty one for no view or no state."""
        state = (view or {}).get("state") or {}
        return cls(state.get("values") or {})

    def __contains__(self, block: str) -> bool:
        return block in self.values

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the blocks, in the order in which Slack sends them."""
        return iter(self.values)

    def require(self, *blocks: str) -> Self:
        """Return this state; raises InvalidInput when it lacks one of the blocks.

        That happens to a form that stayed open while a release with another field was installed.
        """
        if any(block not in self.values for block in blocks):
            raise InvalidInput(_OUTDATED)
        return self

    def text(self, block: str, action: str) -> str:
        """Return what was typed; empty for nothing."""
        return str(self._element(block, action).get("value") or "")

    def text_of(self, action: str) -> str:
        """Return what was typed into an element, whatever its block is called."""
        return next(
            (self.text(block, action) for block in self if action in self.values[block]), ""
        )

    def option(self, block: str, action: str) -> str | None:
        """Return the value of the chosen option."""
        chosen = self._element(block, action).get("selected_option") or {}
        value = chosen.get("value")
        return str(value) if value else None

    def option_of(self, action: str) -> str | None:
        """Return the first option chosen in an element, whatever its block is called."""
        return next((found for block in self if (found := self.option(block, action))), None)

    def options(self, block: str, action: str) -> tuple[str, ...]:
        """Return the values of the options that were chosen or ticked, in their order."""
        chosen = self._element(block, action).get("selected_options") or ()
        return tuple(str(one["value"]) for one in chosen)

    def answer(self, block: str, action: str) -> str:
        """Return the chosen option, or else what was typed, for a field that is either."""
        return self.option(block, action) or self.text(block, action)

    def is_ticked(self, block: str, action: str) -> bool:
        """Return True when at least one box is ticked."""
        return bool(self.options(block, action))

    def number(self, block: str, action: str) -> int | None:
        """Return the chosen option as a number."""
        value = self.option(block, action)
        return None if value is None else int(value)

    def numbers(self, block: str, action: str) -> tuple[int, ...]:
        """Return the chosen options as numbers."""
        return tuple(int(value) for value in self.options(block, action))

    def user(self, block: str, action: str) -> str | None:
        """Return the id of the chosen person."""
        return self._element(block, action).get("selected_user") or None

    def users(self, block: str, action: str) -> tuple[str, ...]:
        """Return the ids of the chosen people."""
        return tuple(self._element(block, action).get("selected_users") or ())

    def channel(self, block: str, action: str) -> str | None:
        """Return the id of the channel chosen in a select of conversations."""
        return self._element(block, action).get("selected_conversation") or None

    def channels(self, block: str, action: str) -> tuple[str, ...]:
        """Return the ids of the channels chosen in a select of conversations."""
        return tuple(self._element(block, action).get("selected_conversations") or ())

    def date(self, block: str, action: str) -> str | None:
        """Return the chosen day in ISO form (``2026-03-01``)."""
        return self._element(block, action).get("selected_date") or None

    def time(self, block: str, action: str) -> str | None:
        """Return the chosen time of day (``09:30``)."""
        return self._element(block, action).get("selected_time") or None

    def moment(self, block: str, action: str) -> datetime | None:
        """Return the chosen day and time; Slack sends them as seconds since 1970."""
        seconds = self._element(block, action).get("selected_date_time")
        return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC)

    def _element(self, block: str, action: str) -> Element:
        return (self.values.get(block) or {}).get(action) or {}
