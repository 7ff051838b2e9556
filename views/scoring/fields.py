"""The field of one driver in a form: its rubric to choose from, or a number."""

from dataclasses import dataclass

from domain.scoring.drivers import Driver, format_estimate, told
from domain.scoring.ranking import Asked
from views.blockkit import ids
from views.blockkit.blocks import input_block, plain_object, text_input
from views.blockkit.message import Block
from views.blockkit.text import counted, plain

_TAKE_BACK = "none"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What facts say of a driver, and which facts."""

    value: float
    facts: str


def suggested_by(driver: Driver, asked: Asked) -> Suggestion | None:
    """What is known of a driver without anybody's estimate: reach, from those who asked."""
    if driver.key != "reach" or not asked.reach:
        return None
    who = []
    if asked.customers:
        who.append(counted(asked.customers, "customer"))
    if asked.people:
        who.append(counted(asked.people, "person", "people"))
    return Suggestion(float(asked.reach), " and ".join(who) + " asked for it")


def estimate_field(
    driver: Driver, mine: float | None, suggested: Suggestion | None, block_id: str | None = None
) -> Block:
    """The field with the person's own estimate, or with what facts suggest; ``block_id`` is the
    driver's key unless a form asks for the same driver again."""
    if driver.choices:
        element, hint = _choices(driver, mine), None
    else:
        element, hint = _number(driver, mine, suggested)
    label = plain(f"{driver.name}: {driver.question}", 150)
    return input_block(block_id or driver.key, label, element, hint=hint, optional=True)


def _choices(driver: Driver, mine: float | None) -> Block:
    options = [
        _option(_label(driver, one.value, one.label), f"{one.value:g}", one.rubric)
        for one in driver.choices
    ]
    initial = next(
        (one for one in options if mine is not None and one["value"] == f"{mine:g}"), None
    )
    if mine is not None and initial is None:
        initial = _option(format_estimate(driver, mine), f"{mine!r}", "As you gave it before")
        options.append(initial)
    if mine is not None:
        options.append(_option("No estimate", _TAKE_BACK, "Takes yours back"))
    element: Block = {
        "type": "radio_buttons",
        "action_id": ids.SCORE_ESTIMATE,
        "options": options,
    }
    return element if initial is None else {**element, "initial_option": initial}


def _label(driver: Driver, value: float, label: str) -> str:
    return label if driver.is_named else f"{format_estimate(driver, value)}  {label}"


def _number(driver: Driver, mine: float | None, suggested: Suggestion | None) -> tuple[Block, str]:
    hint = driver.fits()
    initial = mine
    if mine is None and suggested is not None:
        initial = suggested.value
        hint = (
            f"{told(suggested.value)} is prefilled from facts: {suggested.facts}. "
            f"Change it if you know better. {hint}"
        )
    element = text_input(
        ids.SCORE_ESTIMATE,
        initial=None if initial is None else _typed(initial),
        placeholder="A number",
        max_length=40,
    )
    return element, plain(hint, 500)


def _typed(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _option(text: str, value: str, description: str) -> Block:
    option: Block = {"text": plain_object(plain(text, 75)), "value": value}
    words = plain(description, 75)
    return {**option, "description": plain_object(words)} if words else option
