"""The rules of scoring: choose the method, word the rubrics, write the team's own model."""

from typing import Any

from domain.scoring.drivers import MAX_RUBRIC_CHARS, Driver
from domain.scoring.methods.base import Method
from domain.scoring.methods.catalog import BUILT_IN, DRIVERS, WEIGHTED, choice_key
from domain.scoring.pages import RulesPage
from views.blockkit import ids
from views.blockkit.blocks import (
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.labels import area_select
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn, plain
from views.scoring.words import formula_in_names, name_of

_SAMPLE = "revenue: Revenue potential, weight 40, 0-10\nrisk: Delivery risk, weight 20, lower, 0-10"


def method_modal(page: RulesPage) -> dict[str, Any]:
    """The form that chooses the method of the workspace or of one area."""
    options = [_option(method) for method in BUILT_IN.values()]
    if page.model is not None:
        options.append(_option(page.model))
    initial = next((one for one in options if one["value"] == page.method.key), None)
    select: Block = {
        "type": "radio_buttons",
        "action_id": ids.SCORE_METHOD,
        "options": options,
        **({"initial_option": initial} if initial else {}),
    }
    lines = [f"{mrkdwn(area, 80)}: {mrkdwn(own.name, 80)}" for area, own in page.areas[:20]]
    return modal(
        "Scoring method",
        [
            input_block("method", "How are ideas scored?", select),
            input_block(
                "area",
                "For one area only",
                area_select(None),
                hint="Leave it empty for the whole workspace.",
                optional=True,
            ),
            *([context("Areas with their own: " + ", ".join(lines))] if lines else []),
            context(
                "Every estimate stays, whatever the method. `/score model` writes your own one; "
                "`/score method default area Mobile` gives an area the workspace's method again."
            ),
        ],
        callback_id=ids.SCORE_METHOD_FORM,
        submit="Choose",
        close="Cancel",
    )


def chosen_message(page: RulesPage) -> Message:
    """The private answer to choosing a method in words."""
    text = f"Ideas are scored by {mrkdwn(page.method.name, 80)}."
    return Message(text=text, blocks=tuple(_rules(page)))


def chosen_modal(page: RulesPage) -> dict[str, Any]:
    """What stands in place of a form of the rules once it is saved."""
    return modal("Scoring", _rules(page), close="Done")


def rubrics_modal(page: RulesPage) -> dict[str, Any]:
    """Every driver of the method with its rubrics, to choose one and word it anew."""
    blocks: list[Block] = [context(f"The rubrics of *{mrkdwn(page.method.name, 80)}*")]
    for driver in page.method.drivers:
        words = "\n".join(
            f"• *{mrkdwn(one.label, 60)}*  {mrkdwn(one.rubric, 200)}" for one in driver.choices
        )
        text = f"*{name_of(driver)}*\n{words or mrkdwn(driver.fits(), 200)}"
        edit = button("Edit", ids.SCORE_RUBRIC_OPEN, driver.key) if driver.choices else None
        blocks.append(section(text, edit))
    return modal("Rubrics", blocks)


def rubric_modal(driver: Driver) -> dict[str, Any]:
    """The form with the words beside each choice of a driver."""
    fields = [
        input_block(
            choice_key(one.value),
            plain(one.label, 80),
            text_input(ids.SCORE_RUBRIC, initial=one.rubric, max_length=MAX_RUBRIC_CHARS),
            optional=True,
        )
        for one in driver.choices
    ]
    return modal(
        "Rubric",
        [
            section(f"*{name_of(driver)}*  {mrkdwn(driver.question, 200)}"),
            *fields,
            context("An emptied field gets its original words again."),
        ],
        callback_id=ids.SCORE_RUBRIC_FORM,
        submit="Save",
        close="Cancel",
        metadata=driver.key,
    )


def model_modal(page: RulesPage) -> dict[str, Any]:
    """The form of the team's own model."""
    shared = ", ".join(f"`{key}`" for key in sorted(DRIVERS))
    lines = text_input(
        ids.SCORE_MODEL_LINES, initial=page.lines, placeholder=_SAMPLE, is_multiline=True
    )
    formula = text_input(
        ids.SCORE_MODEL_FORMULA,
        initial=page.formula,
        placeholder="(0.7 * revenue + 0.3 * pain) / max(effort, 1)",
        is_multiline=True,
        max_length=500,
    )
    return modal(
        "Your own model",
        [
            input_block(
                "lines",
                "Drivers, one in each line",
                lines,
                hint="key: Name, weight 40, lower, 0-10. Leave out what does not matter; "
                "“urgency = max(revenue, reach / 100)” makes a driver that follows from others.",
            ),
            input_block(
                "formula",
                "Formula",
                formula,
                hint="+ - * / ( ), min, max, if(effort > 3, 1, 2). "
                "Empty means the weighted average, from 0 to 10.",
                optional=True,
            ),
            context(f"A formula may also use {shared}."),
        ],
        callback_id=ids.SCORE_MODEL_FORM,
        submit="Save",
        close="Cancel",
    )


def _rules(page: RulesPage) -> list[Block]:
    blocks = [
        section(
            f":white_check_mark: Ideas are scored by *{mrkdwn(page.method.name, 80)}*\n"
            f"{formula_in_names(page.method)}"
        )
    ]
    lines = [f"{mrkdwn(area, 80)}: {mrkdwn(own.name, 80)}" for area, own in page.areas[:20]]
    if lines:
        blocks.append(context("Areas with a method of their own: " + ", ".join(lines)))
    if page.model is not None and page.method.key != WEIGHTED:
        blocks.append(context("Your own model is kept. Use it: `/score method weighted`"))
    blocks.append(context("All estimates stayed, and every score is counted anew."))
    return blocks


def _option(method: Method) -> Block:
    names = {driver.key: driver.name.lower() for driver in method.drivers}
    text = method.formula
    for key, name in names.items():
        text = text.replace("{" + key + "}", name)
    return {
        "text": plain_object(plain(method.name, 75)),
        "value": method.key,
        "description": plain_object(plain(text, 75)),
    }
