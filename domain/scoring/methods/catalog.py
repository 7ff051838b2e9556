"""Every method there is, and every driver that more than one of them may ask for."""

from collections.abc import Mapping
from dataclasses import replace

from domain.core.errors import InvalidInput
from domain.scoring.drivers import Driver
from domain.scoring.methods.base import Method
from domain.scoring.methods.ice import ICE
from domain.scoring.methods.kano import KANO
from domain.scoring.methods.moscow import MOSCOW_METHOD
from domain.scoring.methods.opportunity import OPPORTUNITY
from domain.scoring.methods.rice import RICE
from domain.scoring.methods.value_effort import VALUE_EFFORT
from domain.scoring.methods.wsjf import WSJF
from domain.text.words import nearest, straighten

WEIGHTED = "weighted"
DEFAULT = RICE.key

BUILT_IN: dict[str, Method] = {
    method.key: method
    for method in (RICE, ICE, WSJF, VALUE_EFFORT, OPPORTUNITY, MOSCOW_METHOD, KANO)
}
"""The published methods by key; the eighth is the team's own model, once it has one."""

DRIVERS: dict[str, Driver] = {
    driver.key: driver for method in BUILT_IN.values() for driver in method.drivers
}
"""The drivers of all of them by key."""

_SPELLINGS = {
    "value": "value_effort",
    "value-effort": "value_effort",
    "value/effort": "value_effort",
    "value÷effort": "value_effort",
    "valueeffort": "value_effort",
    "own": WEIGHTED,
    "model": WEIGHTED,
    "custom": WEIGHTED,
    "our": WEIGHTED,
}


def parse_method(text: str) -> str:
    """The key of the method that somebody typed; raises InvalidInput naming the nearest one."""
    word = "".join(straighten(text).casefold().split()).replace("_", "-")
    key = _SPELLINGS.get(word, word.replace("-", "_"))
    if key in BUILT_IN or key == WEIGHTED:
        return key
    near = nearest(key, [*BUILT_IN, WEIGHTED])
    hint = f" Did you mean {near}?" if near else ""
    raise InvalidInput(
        f"There is no method called “{text.strip()[:40]}”.{hint} "
        f"There are {', '.join(BUILT_IN)} and {WEIGHTED}.",
        field="method",
    )


def choice_key(value: float) -> str:
    """How a choice is named where its rubric is kept, such as ``0.25``."""
    return f"{value:g}"


def with_rubrics(method: Method, words: Mapping[tuple[str, str], str]) -> Method:
    """The method with a workspace's own rubrics in place of the ones that come with it."""
    return replace(method, drivers=tuple(_reworded(driver, words) for driver in method.drivers))


def _reworded(driver: Driver, words: Mapping[tuple[str, str], str]) -> Driver:
    choices = tuple(
        replace(one, rubric=words.get((driver.key, choice_key(one.value)), one.rubric))
        for one in driver.choices
    )
    return replace(driver, choices=choices)
