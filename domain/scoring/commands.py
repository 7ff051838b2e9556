"""What people type after /score."""

import re
from dataclasses import dataclass

from domain.core.errors import InvalidInput
from domain.scoring.methods.base import Method
from domain.text.words import asks_for_help, check_length, nearest, parse_reference, straighten

_MOST_CHARS = 2000
_NUMBER = re.compile(r"[0-9]{1,9}")
_PAIR = re.compile(
    r"(?<![^\s=:])(?P<name>[^\s=:]++)\s*+[=:]\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s=:]+(?:\s*%)?)(?:,(?=\s)|,$)?"
)


@dataclass(frozen=True, slots=True)
class AskUsage:
    """Say how the command is used, and with which method."""


@dataclass(frozen=True, slots=True)
class OpenScore:
    """Open the form of one idea."""

    number: int


@dataclass(frozen=True, slots=True)
class GiveEstimates:
    """Keep estimates for one idea: each driver as typed and its estimate as typed."""

    number: int
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskWhy:
    """Explain the rank of one idea."""

    number: int


@dataclass(frozen=True, slots=True)
class ChooseMethod:
    """Choose the method of the workspace or of one area, or with no words open the form."""

    words: str
    area: str | None = None


@dataclass(frozen=True, slots=True)
class EditRubric:
    """Open the form of the rubrics."""


@dataclass(frozen=True, slots=True)
class EditModel:
    """Open the form of the team's own model."""


ScoreCommand = AskUsage | OpenScore | GiveEstimates | AskWhy | ChooseMethod | EditRubric | EditModel

_VERBS: dict[str, ScoreCommand] = {
    "rubric": EditRubric(),
    "rubrics": EditRubric(),
    "model": EditModel(),
    "weights": EditModel(),
}


def parse_score_command(text: str) -> ScoreCommand:
    """Return what the text after /score asks for; raises InvalidInput with what comes near."""
    check_length(text, _MOST_CHARS, "/score I-12 reach=800 impact=2")
    typed = straighten(text).strip()
    first, _, rest = typed.partition(" ")
    if not typed or asks_for_help(typed):
        return AskUsage()
    if first.casefold() in ("method", "methods", "settings"):
        return _method(rest.strip())
    if first.casefold() in _VERBS and not rest.strip():
        return _VERBS[first.casefold()]
    number, rest = _idea(first, rest)
    rest = rest.strip()
    if not rest:
        return OpenScore(number)
    if rest.casefold().rstrip("?") == "why":
        return AskWhy(number)
    return GiveEstimates(number, _pairs(rest))


def pair_up(method: Method, given: tuple[tuple[str, str], ...]) -> dict[str, float | None]:
    """The estimates by driver key, read by the method's drivers; None takes one back.

    Raises InvalidInput for a name that the method does not ask for, or one that stands twice.
    """
    by_word = {driver.word.casefold(): driver for driver in method.drivers}
    by_word |= {driver.key.casefold(): driver for driver in method.drivers}
    by_word |= {driver.name.casefold(): driver for driver in method.drivers}
    found: dict[str, float | None] = {}
    for name, value in given:
        driver = by_word.get(name.casefold())
        if driver is None:
            raise InvalidInput(_unknown(name, method))
        if driver.key in found:
            raise InvalidInput(f"{driver.name} stands there twice. Say it once.", field=driver.key)
        found[driver.key] = driver.read(value)
    return found


def example(method: Method) -> str:
    """What to type for a method, such as ``reach=800 impact=2 confidence=80% effort=3``."""
    samples = {"reach": "800", "confidence": "80%", "effort": "3"}
    parts = []
    for driver in method.drivers:
        middle = driver.choices[len(driver.choices) // 2].value if driver.choices else None
        value = samples.get(driver.key) or f"{middle if middle is not None else driver.high / 2:g}"
        parts.append(f"{driver.word}={value}")
    return " ".join(parts)


def _unknown(name: str, method: Method) -> str:
    words = [driver.word for driver in method.drivers]
    near = nearest(name, words)
    hint = f" Did you mean {near}?" if near else ""
    return f"{method.name} has no driver called “{name[:40]}”.{hint} It has {', '.join(words)}."


def _method(words: str) -> ChooseMethod:
    match = re.fullmatch(
        r"(?P<method>.*?)(?:\s+(?:for|in|area:?|for area)\s*:?\s*(?P<area>.+))?", words, re.I
    )
    assert match is not None
    area = (match["area"] or "").strip().strip("\"'") or None
    if area and area.casefold().startswith("area"):
        area = area[4:].lstrip(": ") or None
    return ChooseMethod(match["method"].strip(), area)


def _idea(first: str, rest: str) -> tuple[int, str]:
    """The idea's number: ``I-12``, ``i12``, ``12``, ``#12``, ``I 12``."""
    bare = first.rstrip(":,").lstrip("#")
    if bare.casefold() == "i" and rest:
        second, _, rest = rest.strip().partition(" ")
        bare = f"I-{second.lstrip('-')}"
    reference = parse_reference(bare)
    if reference is not None and reference.kind == "I":
        return reference.number, rest
    if _NUMBER.fullmatch(bare) and int(bare):
        return int(bare), rest
    raise InvalidInput(
        f"“{first[:40]}” is not the number of an idea: those look like I-12. "
        "Type /score I-12 for the form, or /score alone to see how it is used."
    )


def _pairs(rest: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    at = 0
    for match in _PAIR.finditer(rest):
        _refuse_leftover(rest[at : match.start()])
        found.append((match["name"], match["value"].strip("\"'").rstrip(",")))
        at = match.end()
    _refuse_leftover(rest[at:])
    return tuple(found)


def _refuse_leftover(text: str) -> None:
    left = text.strip(" ,;")
    if left:
        raise InvalidInput(
            f"I do not understand “{left[:60]}”. Write estimates as reach=800 impact=2."
        )
