"""Small pieces from which the rules for blocks are put together.

A check is a function of a value, its JSON pointer and the report that collects problems.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.blockkit.problem import Problem

Json = dict[str, Any]


@dataclass(slots=True)
class Report:
    """Problems found so far, and what the rules need to know: where the blocks will stand
    (message, modal, home), which files are usable, which block types this workspace lacks."""

    surface: str
    usable_image: Callable[[dict[str, str]], bool]
    unsupported: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    def add(self, pointer: str, message: str, code: str = "failed_constraint") -> None:
        """Note one broken rule."""
        self.problems.append(Problem(pointer, message, code))


Check = Callable[[object, str, Report], None]
Rule = Callable[[Json, str, Report], None]


def string(most: int | None = None, least: int = 1) -> Check:
    """A string of `least` to `most` characters (code points)."""

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add(at, "must provide a string")
        elif len(value) < least:
            report.add(at, f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            report.add(at, f"must be less than {most + 1} characters")

    return check


def pattern(expression: str, expected: str) -> Check:
    """A string of a certain form."""
    compiled = re.compile(expression)

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            report.add(at, f"must be {expected}")

    return check


def integer(low: int | None = None, high: int | None = None) -> Check:
    """A whole number within bounds."""

    def check(value: object, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report.add(at, "must provide an integer")
        elif low is not None and value < low:
            report.add(at, f"must be greater than or equal to {low}")
        elif high is not None and value > high:
            report.add(at, f"must be less than or equal to {high}")

    return check


def number(above: float | None = None) -> Check:
    """A number, greater than `above` when that is given."""

    def check(value: object, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            report.add(at, "must provide a number")
        elif above is not None and value <= above:
            report.add(at, f"must be greater than {above:g}")

    return check


def boolean(value: object, at: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add(at, "must provide a boolean")


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(value: object, at: str, report: Report) -> None:
        if value not in allowed:
            report.add(at, f"must be one of: {', '.join(allowed)}", "invalid_enum")

    return check


def array(item: Check, least: int = 1, most: int | None = None) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add(at, "must provide an array")
            return
        if len(value) < least:
            report.add(at, f"no less than {least} items allowed")
        if most is not None and len(value) > most:
            report.add(at, f"no more than {most} items allowed")
            return
        for index, one in enumerate(value):
            item(one, f"{at}/{index}", report)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Rule) -> Check:
    """An object with these properties and no others; `rules` look at the whole."""

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(at, "must provide an object")
            return
        for name in required:
            if name not in value:
                report.add(at, f"missing required field: {name}")
        for name, inner in value.items():
            known = required.get(name) or optional.get(name)
            if known is None:
                report.add(at, f"invalid additional property: {name}")
            else:
                known(inner, f"{at}/{name}", report)
        for rule in rules:
            rule(value, at, report)

    return check


def typed(table: Mapping[str, Check]) -> Check:
    """An object whose `type` selects its rules."""

    def check(value: object, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(at, "must provide an object")
        elif "type" not in value:
            report.add(at, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in table:
            report.add(f"{at}/type", f"unsupported type: {value['type']}")
        else:
            table[value["type"]](value, at, report)

    return check


def anything(_value: object, _at: str, _report: Report) -> None:
    """No rule (for `type`, which has been read already)."""


def exactly_one(*names: str) -> Rule:
    """Just one of some properties."""
    listed = " or ".join(f"`{name}`" for name in names)

    def rule(value: Json, at: str, report: Report) -> None:
        if sum(name in value for name in names) != 1:
            report.add(at, f"must define either {listed}")

    return rule


def unique(values: list[tuple[str, object]], name: str, report: Report) -> None:
    """Note every (pointer, value) whose value came before."""
    seen: set[object] = set()
    for at, value in values:
        if isinstance(value, str):
            if value in seen:
                report.add(at, f'`{name}` "{value}" already exists')
            seen.add(value)
