"""Scoring one idea: its form, and the answer with the score."""

from typing import Any

from domain.scoring.commands import example
from domain.scoring.drivers import Driver
from domain.scoring.pages import RulesPage, ScorePage
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section, sections
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn
from views.ideas.origin import IdeaOrigin
from views.scoring.fields import estimate_field, suggested_by
from views.scoring.words import (
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

_TITLE_CHARS = 300


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
    """A driver's field; what facts say of it stands there while nobody has estimated it."""
    suggested = suggested_by(driver, page.asked) if driver.key not in page.opinions else None
    return estimate_field(driver, page.mine.get(driver.key), suggested)


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
