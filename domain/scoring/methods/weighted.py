"""A team's own model: drivers with weights and directions, and a formula over them.

A model is written in lines, one for each driver, and an optional formula below::

    revenue: Revenue potential, weight 40, 0-10
    risk: Delivery risk, weight 20, lower, 0-10
    urgency = max(revenue, reach / 100)

A line with ``=`` is a driver that follows from others. Without a formula the score is the weighted
average of all drivers that have a weight.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.core.errors import InvalidInput
from domain.scoring.drivers import Direction, Driver, told
from domain.scoring.formula import RESERVED, Formula, check_names, parse
from domain.scoring.formula_tokens import FormulaError
from domain.scoring.methods.base import Amounts, Method
from domain.text.words import is_blank, straighten

MAX_LINES = 20
MAX_NAME_CHARS = 60
MAX_WEIGHT = 1000.0
SCALE = 10.0
"""The weighted average is told on a scale from 0 to this."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
_LINE = re.compile(r"\s*(?P<key>[^:=\s]+)\s*(?P<sign>[:=])\s*(?P<rest>.*)$")
_RANGE = re.compile(
    r"(?P<low>-?[0-9]+(?:\.[0-9]+)?)\s*(?:-|\u2013|to|\.\.)\s*(?P<high>-?[0-9]+(?:\.[0-9]+)?)"
)
_WEIGHT = re.compile(r"(?:weight|w)\s*[=:]?\s*(?P<weight>[0-9]{1,6}(?:\.[0-9]{1,6})?)\s*%?")
_LESS = frozenset({"lower", "less", "lower is better", "less is better"})
_MORE = frozenset({"higher", "more", "higher is better", "more is better"})


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a model: a driver with its weight, or one that follows from a formula."""

    driver: Driver
    weight: float
    follows: Formula | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A team's own way to score, as written and as understood."""

    lines: str
    formula: str
    parts: tuple[Part, ...]
    result: Formula | None

    @property
    def asked(self) -> tuple[Driver, ...]:
        """The drivers that people estimate."""
        return tuple(part.driver for part in self.parts if part.follows is None)


def parse_model(lines: str, formula: str, shared: Mapping[str, Driver]) -> Model:
    """The model that a team wrote; ``shared`` are the drivers of other methods, by key.

    A formula may use a shared driver, such as ``reach``, by its key. Raises InvalidInput bound to
    the field ``lines`` or ``formula``, FormulaError with the place.
    """
    written = [(number, line) for number, line in enumerate(lines.splitlines(), 1) if line.strip()]
    if not written:
        raise InvalidInput(
            "Write at least one driver, such as: revenue: Revenue potential, weight 40, 0-10",
            field="lines",
        )
    if len(written) > MAX_LINES:
        raise InvalidInput(f"A model has at most {MAX_LINES} lines.", field="lines")
    parts = [_part(number, line) for number, line in written]
    _check_keys(parts, shared)
    result = None if is_blank(formula) else parse(formula)
    wanted = [name for part in parts if part.follows for name in part.follows.names]
    wanted += result.names if result else ()
    own = [part.driver.key for part in parts]
    parts += [Part(shared[name], 0) for name in dict.fromkeys(wanted) if name in shared]
    known = {part.driver.key: part for part in parts}
    for part in parts:
        if part.follows is not None:
            _named(part.follows, known, part.driver.key)
    if result is not None:
        check_names(result, known)
    elif not any(part.weight for part in parts):
        raise InvalidInput("Give at least one driver a weight, or write a formula.", field="lines")
    _refuse_cycles({key: known[key] for key in own})
    return Model(lines, formula, tuple(parts), result)


def weighted_method(model: Model) -> Method:
    """The method that a model makes."""

    def value(amounts: Amounts) -> float:
        return model_value(model, amounts)

    return Method(
        key="weighted",
        name="Our model",
        drivers=model.asked,
        formula=_shown_formula(model),
        value=value,
        worth=value,
        worth_name="Score",
        worth_keys=tuple(driver.key for driver in model.asked),
    )


def model_value(model: Model, amounts: Amounts) -> float:
    """The model's formula, or without one the weighted average on a scale from 0 to 10.

    Each driver counts by its place between its bounds, turned around where lower is better. Worked
    example: 9, 10, 4 and 8 out of 10 with weights of 40, 25, 20 and 15 % give 8.1; 7, 6, 5, 5 give
    6.05; 6, 8, 8, 7 give 7.05 (pelin.ai, Weighted Scoring Models). Raises FormulaError.
    """
    all_amounts = _with_derived(model, amounts)
    if model.result is not None:
        return model.result.result(all_amounts)
    weighted = [part for part in model.parts if part.weight]
    total = sum(part.weight for part in weighted)
    reached = sum(part.weight * _place(part.driver, all_amounts) for part in weighted)
    return SCALE * reached / total


def _with_derived(model: Model, amounts: Amounts) -> dict[str, float]:
    known = dict(amounts)
    waiting = [part for part in model.parts if part.follows is not None]
    while waiting:  # there is no cycle, so each round settles at least one
        ready = [
            part
            for part in waiting
            if part.follows is not None and all(name in known for name in part.follows.names)
        ]
        for part in ready:
            assert part.follows is not None
            known[part.driver.key] = part.follows.result(known)
        waiting = [part for part in waiting if part not in ready]
    return known


def _place(driver: Driver, amounts: Amounts) -> float:
    low, high = driver.amount(driver.low), driver.amount(driver.high)
    place = min(max((amounts[driver.key] - low) / (high - low), 0.0), 1.0)
    return place if driver.direction is Direction.MORE else 1 - place


def _part(number: int, line: str) -> Part:
    found = _LINE.match(straighten(line))
    if found is None:
        raise _wrong(number, "begins with a short name, then “:” or “=”")
    key = found["key"].lower()
    if not _KEY.fullmatch(key):
        raise _wrong(number, f"names a driver “{key[:30]}”; use letters, digits and _, up to 30")
    if key in RESERVED:
        raise _wrong(number, f"calls a driver {key}, which already means something in a formula")
    if found["sign"] == "=":
        return Part(_driver(key, key), 0, _derived(number, line, found.start("rest")))
    return _estimated(number, key, line[found.start("rest") :])


def _derived(number: int, line: str, at: int) -> Formula:
    try:
        return parse(line[at:])
    except FormulaError as wrong:
        raise InvalidInput(f"Line {number}: {wrong.message}", field="lines") from wrong


def _estimated(number: int, key: str, rest: str) -> Part:
    name, weight, direction = "", 0.0, Direction.MORE
    low, high = 0.0, SCALE
    for found in re.finditer(r"[^,]+", straighten(rest)):
        word, piece = found[0].strip().casefold(), rest[found.start() : found.end()].strip()
        if weighs := _WEIGHT.fullmatch(word):
            weight = float(weighs["weight"])
        elif spans := _RANGE.fullmatch(word):
            low, high = float(spans["low"]), float(spans["high"])
        elif word in _LESS or word in _MORE:
            direction = Direction.LESS if word in _LESS else Direction.MORE
        elif piece:
            name = f"{name}, {piece}" if name else piece
    if weight > MAX_WEIGHT:
        raise _wrong(number, f"has a weight of more than {told(MAX_WEIGHT)}")
    if not low < high or max(abs(low), abs(high)) > 1e9:
        raise _wrong(number, "has a range that does not go up, such as 0-10")
    if len(name) > MAX_NAME_CHARS:
        raise _wrong(number, f"has a name of more than {MAX_NAME_CHARS} characters")
    return Part(_driver(key, name or key, low, high, direction), weight)


def _driver(
    key: str,
    name: str,
    low: float = 0,
    high: float = SCALE,
    direction: Direction = Direction.MORE,
) -> Driver:
    shown = name if name != key else key.replace("_", " ").capitalize()
    better = "higher" if direction is Direction.MORE else "lower"
    return Driver(
        key=key,
        word=key,
        name=shown,
        question=f"From {told(low)} to {told(high)}, {better} is better",
        unit="a number",
        low=low,
        high=high,
        direction=direction,
    )


def _check_keys(parts: list[Part], shared: Mapping[str, Driver]) -> None:
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        if part.driver.key in seen:
            raise _wrong(number, f"names {part.driver.key} a second time")
        if part.driver.key in shared:
            raise _wrong(
                number,
                f"names {part.driver.key}, which every model has already: "
                "use it in the formula, or take another name",
            )
        seen.add(part.driver.key)


def _named(formula: Formula, known: Mapping[str, object], key: str) -> None:
    try:
        check_names(formula, known)
    except FormulaError as wrong:
        raise InvalidInput(f"In {key} = …: {wrong.message}", field="lines") from wrong


def _refuse_cycles(parts: Mapping[str, Part]) -> None:
    def walk(key: str, path: tuple[str, ...]) -> None:
        if key in path:
            circle = " → ".join((*path[path.index(key) :], key))
            raise InvalidInput(
                f"These drivers go around in a circle: {circle}. "
                "One of them has to be something that people estimate.",
                field="lines",
            )
        part = parts.get(key)
        if part is not None and part.follows is not None:
            for name in part.follows.names:
                walk(name, (*path, key))

    for key in parts:
        walk(key, ())


def _shown_formula(model: Model) -> str:
    if model.result is not None:
        return model.formula.strip()
    weighted = [part for part in model.parts if part.weight]
    return "weighted average of " + ", ".join(
        f"{part.driver.name} ({told(part.weight)})" for part in weighted
    )


def _wrong(number: int, what: str) -> InvalidInput:
    return InvalidInput(f"Line {number} {what}.", field="lines")
