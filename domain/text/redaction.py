"""Taking words out of what was stored to be said, wherever they stand in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_SURE = 20
"""Words this long are nobody else's by chance; shorter ones count only beside their number."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words to be taken out: what was said, and the number of the feedback or decision."""

    number: int
    words: str


@dataclass(slots=True)
class Redaction:
    """Replaces words, and their beginnings where they were clipped, by a sentence."""

    sentence: str
    _long: dict[str, list[str]] = field(default_factory=dict)
    _short: set[tuple[int, str]] = field(default_factory=set)

    @staticmethod
    def of(spoken: Iterable[Spoken], sentence: str) -> "Redaction":
        """A redaction of everything that was ``spoken``."""
        made = Redaction(sentence)
        for one in spoken:
            words = _flat(one.words)
            made._short.add((one.number, words))
            if len(words) >= _SURE:
                made._long.setdefault(words[:_SURE], []).append(words)
        return made

    def of_value(self, value: Any) -> Any:
        """A JSON value without the words; the same object when it holds none of them."""
        return self._value(value, None)

    def _value(self, value: Any, number: int | None) -> Any:
        if isinstance(value, str):
            return self.sentence if self._holds(value, number) else value
        if isinstance(value, Mapping):
            own = value.get("number")
            beside = own if isinstance(own, int) else number
            made = {key: self._value(one, beside) for key, one in value.items()}
            return made if any(made[key] is not value[key] for key in made) else value
        if isinstance(value, list):
            items = [self._value(one, number) for one in value]
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        return value

    def _holds(self, text: str, number: int | None) -> bool:
        words = _flat(text).removesuffix("…").rstrip()
        if number is not None and (number, words) in self._short:
            return True
        return any(
            said.startswith(words) or words.startswith(said)
            for said in self._long.get(words[:_SURE], ())
        )


def _flat(text: str) -> str:
    return " ".join(text.split())
