"""Scoring one idea: its form, and the answer with the score."""

from typing import Any

from domain.scoring.commands import example
from domain.scoring.drivers import Driver, told, told_estimate
from domain.scoring.pages import RulesPage, ScorePage
from views import ids
from views.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    sections,
    text_input,
)
from views.counts import counted
from views.idea_origin import IdeaOrigin
from views.message import Block, Message
from views.scoring_words import (
    asked_in_words,
    faded_note,
    formula_in_names,
    formula_in_numbers,
    name_of,
    place_in_words,
    score_in_words,
    what_is_missing,
    who_gave,
)
from views.text import mrkdwn, plain

_TITLE_CHARS = 300
_TAKE_BACK = "none"


def score_modal(page: ScorePage, origin: IdeaOrigin) -> dict[str, Any]:
    """The form with one field for each driver; it holds the person's own estimates alone."""
    idea, method = page.idea, page.method
    facts = asked_in_words(page.asked)
    blocks = [
        section(f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}"),
        context(f"*{mrkdwn(method.name, 80)}* = {formula_in_names(method)}"),
        *([context(f":speech_balloon: {facts}")] if facts else []),
    ]
    for driver in method.drivers:
        blocks.append(_field(driver, page))
        given = _given(driver, page)
        blocks += [context(given)] if given else []
    blocks.append(
        context(
            "Your estimates stand beside everybody else's: nobody overwrites anybody, and the "
            "median counts. An emptied field takes yours back."
        )
    )
    return modal(
        f"Score {idea.reference}",
        blocks,
        callback_id=ids.SCORE_FORM,
        submit="Save",
        close="Cancel",
        metadata=IdeaOrigin(origin.channel_id, idea.number).packed(),
    )


def scored_modal(page: ScorePage, origin: IdeaOrigin) -> dict[str, Any]:
    """What stands in place of the form once it is saved."""
    metadata = IdeaOrigin(origin.channel_id, page.idea.number).packed()
    blocks = [context(":white_check_mark: Saved."), *_result(page)]
    return modal(f"Score {page.idea.reference}", blocks, close="Done", metadata=metadata)


def scored_message(page: ScorePage) -> Message:
    """The private answer to estimates in words."""
    text = f"{page.idea.reference}: {page.method.name} {score_in_words(page.score)}"
    return Message(text=mrkdwn(text, 300), blocks=tuple(_result(page)))


def usage_message(rules: RulesPage) -> Message:
    """How /score is used, with the method that holds."""
    method = rules.method
    lines = [
        f"`/score I-12`  the form; `/score I-12 {mrkdwn(example(method), 300)}`  in words",
        "`/idea why I-12`  why an idea stands where it stands",
        "`/ideas top`  all of them by score",
    ]
    if rules.may_change:
        lines.append(
            "`/score method`, `/score rubric`, `/score model`  the method, its words, your own one"
        )
    words = [
        f"• *{name_of(driver)}* (`{driver.word}`)  {mrkdwn(driver.question, 150)}"
        for driver in method.drivers
    ]
    areas = [f"{mrkdwn(area, 80)}: {mrkdwn(own.name, 80)}" for area, own in rules.areas[:10]]
    blocks = [
        section("*Score ideas*\n" + "\n".join(lines)),
        *sections([f"*{mrkdwn(method.name, 80)}* = {formula_in_names(method)}", *words]),
        *([context("Areas with a method of their own: " + ", ".join(areas))] if areas else []),
    ]
    return Message(text="How to score ideas", blocks=tuple(blocks))


def _field(driver: Driver, page: ScorePage) -> Block:
    mine = page.mine.get(driver.key)
    if driver.choices:
        element = _choices(driver, mine)
        hint = None
    else:
        element, hint = _number(driver, page, mine)
    label = plain(f"{driver.name}: {driver.question}", 150)
    return input_block(driver.key, label, element, hint=hint, optional=True)


def _choices(driver: Driver, mine: float | None) -> Block:
    options = [
        _option(_label(driver, one.value, one.label), f"{one.value:g}", one.rubric)
        for one in driver.choices
    ]
    initial = next(
        (one for one in options if mine is not None and one["value"] == f"{mine:g}"), None
    )
    if mine is not None and initial is None:
        initial = _option(told_estimate(driver, mine), f"{mine!r}", "As you gave it before")
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
    return label if driver.is_named else f"{told_estimate(driver, value)}  {label}"


def _number(driver: Driver, page: ScorePage, mine: float | None) -> tuple[Block, str]:
    hint = driver.fits()
    suggested = _suggested(driver, page)
    initial = mine if mine is not None else suggested
    if mine is None and suggested is not None:
        hint = (
            f"{told(suggested)} is prefilled from facts: {_facts(page)}. "
            f"Change it if you know better. {hint}"
        )
    element = text_input(
        ids.SCORE_ESTIMATE,
        initial=None if initial is None else _typed(initial),
        placeholder="A number",
        max_length=40,
    )
    return element, plain(hint, 500)


def _suggested(driver: Driver, page: ScorePage) -> float | None:
    """What facts say of a driver that nobody has estimated yet."""
    if driver.key != "reach" or driver.key in page.opinions or not page.asked.reach:
        return None
    return float(page.asked.reach)


def _facts(page: ScorePage) -> str:
    asked = page.asked
    who = []
    if asked.customers:
        who.append(counted(asked.customers, "customer"))
    if asked.people:
        who.append(counted(asked.people, "person", "people"))
    return " and ".join(who) + " asked for it"


def _typed(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _given(driver: Driver, page: ScorePage) -> str:
    opinion = page.opinions.get(driver.key)
    if opinion is None:
        return ""
    note = faded_note(driver, opinion, page.at)
    return " · ".join(part for part in (who_gave(driver, opinion, page.at), note) if part)


def _result(page: ScorePage) -> list[Block]:
    idea = page.idea
    title = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}"
    standing = [f"{mrkdwn(page.method.name, 80)} *{score_in_words(page.score)}*"]
    standing += [place] if (place := place_in_words(page)) else []
    blocks = [section(f"{title}\n{' · '.join(standing)}")]
    numbers, missing = formula_in_numbers(page), what_is_missing(page.score)
    if numbers:
        blocks.append(context(numbers))
    if missing:
        blocks.append(context(f"{missing}{_offer(page)}"))
    number = str(idea.number)
    blocks.append(
        actions(
            [
                button("Estimates", ids.SCORE_OPEN, number),
                button("Why this rank?", ids.SCORE_WHY, number),
                button("Details", ids.IDEA_OPEN, number),
            ]
        )
    )
    return blocks


def _offer(page: ScorePage) -> str:
    """The estimate that facts suggest, when just that is missing."""
    if page.asked.reach and any(driver.key == "reach" for driver in page.score.missing):
        reach = page.asked.reach
        return f" {asked_in_words(page.asked)}: `/score {page.idea.reference} reach={reach}`"
    return ""


def _option(text: str, value: str, description: str) -> Block:
    option: Block = {"text": plain_object(plain(text, 75)), "value": value}
    words = plain(description, 75)
    return {**option, "description": plain_object(words)} if words else option
