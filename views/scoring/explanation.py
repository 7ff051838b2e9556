"""Why an idea stands where it stands: its rank term by term, what would change it, how sure."""

from typing import Any

from domain.scoring.drivers import Driver, format_estimate, told
from domain.scoring.pages import Why
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section, sections
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, mrkdwn
from views.ideas.origin import IdeaOrigin
from views.scoring.words import (
    asked_in_words,
    faded_note,
    formula_in_names,
    formula_in_numbers,
    name_of,
    names_of,
    place_in_words,
    score_in_words,
    what_is_missing,
    who_gave,
)

_TITLE_CHARS = 300
_OTHER_TITLE_CHARS = 80
_FAR_APART = 0.5


def why_message(why: Why) -> Message:
    """The private answer to /idea why."""
    page = why.page
    text = f"Why {page.idea.reference} scores {score_in_words(page.score)}"
    number = str(page.idea.number)
    buttons = actions(
        [button("Estimates", ids.SCORE_OPEN, number), button("Details", ids.IDEA_OPEN, number)]
    )
    return Message(text=text, blocks=(*_blocks(why), buttons))


def why_modal(why: Why, origin: IdeaOrigin) -> dict[str, Any]:
    """The same in a modal, opened from a button."""
    number = str(why.page.idea.number)
    blocks = [*_blocks(why), actions([button("Estimates", ids.SCORE_OPEN, number)])]
    metadata = IdeaOrigin(origin.channel_id, why.page.idea.number).packed()
    return modal(f"Why {why.page.idea.reference}", blocks, metadata=metadata)


def _blocks(why: Why) -> list[Block]:
    page = why.page
    head = f"*{page.idea.reference}*  {mrkdwn(page.idea.title, _TITLE_CHARS)}"
    standing = [f"{mrkdwn(page.method.name, 80)} *{score_in_words(page.score)}*"]
    standing += [place] if (place := place_in_words(page)) else []
    blocks = [section(f"{head}\n{' · '.join(standing)}")]
    blocks.append(context(formula_in_numbers(page) or formula_in_names(page.method)))
    blocks += sections(_terms(why))
    evidence = asked_in_words(page.asked, why.links)
    blocks += [context(evidence)] if evidence else []
    change = _change(why)
    blocks += [section(f"*What would change it*\n{change}")] if change else []
    blocks.append(section("*How sure it is*\n" + "\n".join(_sureness(why))))
    return blocks


def _terms(why: Why) -> list[str]:
    return [_term(driver, why) for driver in why.page.method.drivers]


def _term(driver: Driver, why: Why) -> str:
    page = why.page
    opinion = page.opinions.get(driver.key)
    if opinion is None:
        return f"• *{name_of(driver)}*  nobody has estimated it yet"
    choice = driver.choice_at(opinion.value)
    named = f" ({mrkdwn(choice.label, 60)})" if choice and not driver.is_named else ""
    note = faded_note(driver, opinion, page.at)
    given = who_gave(driver, opinion, page.at)
    parts = [f"• *{name_of(driver)}* {format_estimate(driver, opinion.value)}{named}", given]
    return " · ".join([*parts, *([note] if note else [])])


def _change(why: Why) -> str:
    page = why.page
    if page.place is None or page.idea.status.is_closed:
        return ""
    if why.above is None:
        return "It stands first already."
    other, score = why.above
    name = f"*{other.reference}* {mrkdwn(other.title, _OTHER_TITLE_CHARS)} ({_shown(why, score)})"
    if why.step is None:
        return f"No change of a single estimate takes it past {name}."
    step = why.step
    before, after = (format_estimate(step.driver, one) for one in (step.before, step.after))
    return (
        f"With {name_of(step.driver)} *{after}* instead of {before} it passes {name} "
        f"and scores {_shown(why, step.score)}."
    )


def _shown(why: Why, score: float) -> str:
    label = why.page.method.label
    return label(score) if label else told(score)


def _sureness(why: Why) -> list[str]:
    page = why.page
    lines = []
    if missing := what_is_missing(page.score):
        lines.append(f"• {missing}")
    lines += [f"• {line}" for line in (_range(why), _alone(why), _apart(why), _faded(why)) if line]
    return lines or ["• Several people agree, and all of it is fresh."]


def _range(why: Why) -> str:
    if why.between is None or why.between[0] == why.between[1]:
        return ""
    low, high = (_shown(why, one) for one in why.between)
    text = f"Between everybody's lowest and highest estimates the score is {low} to {high}"
    if why.places is None or why.page.idea.status.is_closed or why.places[0] == why.places[1]:
        return f"{text}."
    return f"{text}, which is place {why.places[0]:,} to {why.places[1]:,}."


def _alone(why: Why) -> str:
    alone = [
        driver
        for driver in why.page.method.drivers
        if driver.key in why.page.opinions and why.page.opinions[driver.key].voices == 1
    ]
    if not alone:
        return ""
    return f"Only one person estimated {names_of(alone)}."


def _apart(why: Why) -> str:
    """The driver that people are furthest apart on, when that is far."""
    found = why.page.opinions
    apart = [
        ((found[driver.key].high - found[driver.key].low) / found[driver.key].high, driver)
        for driver in why.page.method.drivers
        if driver.key in found and found[driver.key].high > 0
    ]
    distance, driver = max(apart, key=lambda one: one[0], default=(0.0, None))
    if driver is None or distance < _FAR_APART:
        return ""
    opinion = found[driver.key]
    low, high = (format_estimate(driver, one) for one in (opinion.low, opinion.high))
    return f"People disagree most on {name_of(driver)}: from {low} to {high}. Talk about that one."


def _faded(why: Why) -> str:
    page = why.page
    old = [
        driver
        for driver in page.method.drivers
        if driver.key in page.opinions and page.opinions[driver.key].has_faded(page.at)
    ]
    if not old:
        return ""
    return f"{counted(len(old), 'estimate')} older than six months: worth a second look."
