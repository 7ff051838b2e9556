"""Decisions: the list, the page of one, and the question whether it still holds."""

from datetime import date
from typing import Any

from domain.core.changes import Change
from domain.dates.periods import format_day
from domain.decisions import Decision, DecisionList, DecisionPage
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, plain_object, section
from views.blockkit.message import Block, Message
from views.blockkit.metadata import FormOrigin
from views.blockkit.text import clip, link, mention, mrkdwn, plain, quote, slack_date
from views.ideas.lines import place_words
from views.ideas.origin import IdeaOrigin

_TITLE_CHARS = 150
_TEXT_CHARS = 2900
_QUOTE_CHARS = 1200
_WAS_CHARS = 220
_PEOPLE = 8
_NEW = "new"
CALLED = {
    "title": "the decision",
    "context": "the context",
    "options": "the options",
    "outcome": "what follows",
    "quote": "what was said",
    "decided_by": "who decided",
    "disagreed": "who disagreed",
    "ideas": "the ideas",
    "owner": "the owner",
    "review_on": "the review date",
}
"""What the fields of a decision are called in sentences."""


def decisions_message(shown: DecisionList) -> Message:
    """The private answer to /linchpin decisions."""
    return Message("Decisions", tuple(_list_blocks(shown, is_modal=False)))


def decisions_modal(shown: DecisionList) -> dict[str, Any]:
    """The same in a modal."""
    metadata = IdeaOrigin().packed()
    return modal("Decisions", _list_blocks(shown, is_modal=True), metadata=metadata)


def decision_modal(page: DecisionPage, channel_id: str | None, *, note: str = "") -> dict[str, Any]:
    """The page of a decision. ``note`` is one line of mrkdwn about what was just done."""
    decision = page.decision
    blocks: list[Block] = [
        *([context(note)] if note else []),
        {"type": "header", "text": plain_object(plain(decision.title, _TITLE_CHARS))},
        section(_people_lines(decision)),
        context(_facts(decision, page.today)),
        *_buttons(page),
        *_said(decision),
        *_part("Why, and what the situation is", decision.context),
        *_part("Options considered", decision.options),
        *_part("What follows from it", decision.outcome),
        *_ideas(page),
        *_history(page),
    ]
    return modal(decision.reference, blocks, metadata=IdeaOrigin(channel_id).packed())


def recorded_modal(decision: Decision) -> dict[str, Any]:
    """What stands in place of the form once a decision is recorded."""
    when = "It comes back to nobody: no review date is set."
    if decision.review_on is not None:
        when = f"It comes back to {mention(decision.owner_id)} on {format_day(decision.review_on)}."
    title = mrkdwn(decision.title, _TITLE_CHARS)
    blocks = [
        section(f":scales: *{decision.reference} is recorded*\n{title}"),
        context(f"{when} Find it again: `/linchpin {decision.reference}`"),
        actions([button("Open", ids.DECISION_OPEN, str(decision.number))]),
    ]
    return modal("Recorded", blocks, close="Done", metadata=IdeaOrigin().packed())


def review_message(decision: Decision) -> Message:
    """The direct message on the review date: does it still hold?"""
    text = f"Does {decision.reference} still hold?"
    title = f"*{decision.reference}*  {mrkdwn(decision.title, _TITLE_CHARS)}"
    parts = [f":scales: *{text}*", title, f"Decided {slack_date(decision.recorded_at)}"]
    if decision.context:
        parts.append(quote(clip(decision.context, 400), 500))
    number = str(decision.number)
    buttons = [
        button("Keep it", ids.DECISION_KEEP, number, "primary"),
        button("Change it…", ids.DECISION_EDIT, number),
        button("Later…", ids.DECISION_LATER, number),
        button("Open", ids.DECISION_OPEN, number),
    ]
    return Message(text, (section("\n".join(parts)), actions(buttons)))


def reviewed_message(decision: Decision, result: str) -> Message:
    """What stands in place of the question once it is answered."""
    text = f"{decision.reference} still holds. It does not come back by itself any more."
    if result == "changed":
        text = f"{decision.reference} was changed."
    if decision.review_on is not None:
        text = f"{decision.reference} comes back on {format_day(decision.review_on)}."
    title = f"*{decision.reference}*  {mrkdwn(decision.title, _TITLE_CHARS)}"
    open_it = button("Open", ids.DECISION_OPEN, str(decision.number))
    return Message(text, (section(f":white_check_mark: {text}\n{title}", open_it),))


def later_form(decision: Decision, origin: FormOrigin, proposed: date) -> dict[str, Any]:
    """The form that asks on which day a decision comes back."""
    picker: Block = {
        "type": "datepicker",
        "action_id": ids.DECISION_REVIEW,
        "initial_date": proposed.isoformat(),
    }
    title = f"*{decision.reference}*  {mrkdwn(decision.title, _TITLE_CHARS)}"
    field: Block = {
        "type": "input",
        "block_id": "review_on",
        "label": plain_object("When is it looked at again?"),
        "element": picker,
    }
    return modal(
        "Review later",
        [section(title), field],
        callback_id=ids.DECISION_LATER_FORM,
        submit="Save",
        close="Cancel",
        metadata=origin.packed(),
    )


def short_line(decision: Decision) -> str:
    """A decision in one line, for pages of other things."""
    when = slack_date(decision.recorded_at)
    return f"*{decision.reference}*  {mrkdwn(decision.title, _TITLE_CHARS)} · {when}"


def _list_blocks(shown: DecisionList, *, is_modal: bool) -> list[Block]:
    words = mrkdwn(" ".join(shown.words.split()), 100)
    head = f"*Decisions with “{words}”*" if words else "*Decisions, newest first*"
    blocks: list[Block] = [section(head), *[_row(one, shown.today) for one in shown.decisions]]
    if not shown.decisions:
        blocks.append(section(_nothing(shown, words)))
    buttons = [button("Record a decision", ids.DECISION_NEW, _NEW)]
    size = len(shown.decisions)
    if shown.offset:
        buttons.append(_page_button("Back to the top", 0, shown, "top"))
    if shown.has_more and not is_modal:
        buttons.append(_page_button("Show more", shown.offset + size, shown, "more"))
    if shown.has_more and is_modal:
        blocks.append(context("There are more: `/linchpin decisions`"))
    return [*blocks, actions(buttons)]


def _page_button(label: str, offset: int, shown: DecisionList, which: str) -> Block:
    return button(label, f"{ids.DECISIONS_PAGE}:{which}", f"{offset} {shown.words}"[:2000])


def _row(decision: Decision, today: date) -> Block:
    facts = [slack_date(decision.recorded_at), _names(decision.decided_by)]
    if decision.disagreed:
        facts.append(f"{_names(decision.disagreed)} disagreed")
    if decision.idea_numbers:
        facts.append(", ".join(f"I-{number}" for number in decision.idea_numbers[:5]))
    if decision.review_on is not None:
        facts.append(_review_words(decision, today))
    text = f"*{decision.reference}*  {mrkdwn(decision.title, _TITLE_CHARS)}\n{' · '.join(facts)}"
    return section(text, button("Open", ids.DECISION_OPEN, str(decision.number)))


def _nothing(shown: DecisionList, words: str) -> str:
    if shown.offset:
        return "There are no more decisions."
    if words:
        return "No decision has all these words. `/linchpin decisions` lists all of them."
    return (
        "No decision is recorded yet. Record one with `/linchpin decide` and what was decided, or "
        "with *Record decision* in the ⋯ menu of a message."
    )


def _people_lines(decision: Decision) -> str:
    lines = [f"Decided by {_names(decision.decided_by)}"]
    if decision.disagreed:
        lines.append(f"Disagreed: {_names(decision.disagreed)}")
    return "\n".join(lines)


def _names(user_ids: tuple[str, ...]) -> str:
    more = len(user_ids) - _PEOPLE
    shown = ", ".join(mention(one) for one in user_ids[:_PEOPLE])
    return f"{shown} and {more} more" if more > 0 else shown


def _facts(decision: Decision, today: date) -> str:
    parts = [
        f"Recorded {slack_date(decision.recorded_at)} by {mention(decision.recorded_by)}",
        f"Owner {mention(decision.owner_id)}",
    ]
    if decision.review_on is not None:
        parts.append(_review_words(decision, today))
    return " · ".join(parts)


def _review_words(decision: Decision, today: date) -> str:
    assert decision.review_on is not None
    day = format_day(decision.review_on)
    if decision.awaits_review(today):
        return f":bell: review was due {day}"
    return f"review {day}"


def _buttons(page: DecisionPage) -> list[Block]:
    if not page.may_change:
        return []
    number = str(page.decision.number)
    buttons = [button("Edit", ids.DECISION_EDIT, number)]
    if page.decision.awaits_review(page.today):
        buttons.insert(0, button("Keep it", ids.DECISION_KEEP, number, "primary"))
        buttons.append(button("Later…", ids.DECISION_LATER, number))
    return [actions(buttons)]


def _said(decision: Decision) -> list[Block]:
    if decision.is_withheld:
        words = "It was recorded from a private channel, so what was said is not shown here."
        return [context(words)]
    blocks: list[Block] = []
    if decision.quote:
        blocks.append(section(quote(decision.quote, _QUOTE_CHARS)))
    said, facts = decision.said, []
    if said is not None:
        if said.said_by or said.said_by_name:
            who = mention(said.said_by) if said.said_by else mrkdwn(said.said_by_name or "", 100)
            facts.append(f"said by {who}")
        if said.source.permalink:
            facts.append(link(said.source.permalink, "Open the message"))
    return [*blocks, context(" · ".join(facts))] if facts else blocks


def _part(title: str, text: str) -> list[Block]:
    return [section(f"*{title}*\n{mrkdwn(text, _TEXT_CHARS)}")] if text else []


def _ideas(page: DecisionPage) -> list[Block]:
    if not page.ideas:
        return []
    blocks: list[Block] = [section("*Ideas*")]
    for idea in page.ideas:
        text = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)} · {place_words(idea)}"
        blocks.append(section(text, button("Details", ids.IDEA_OPEN, str(idea.number))))
    return blocks


def _history(page: DecisionPage) -> list[Block]:
    if len(page.history) < 2:
        return []
    blocks: list[Block] = [section("*History*")]
    for one in page.history:
        blocks.append(context(f"{slack_date(one.at)}  {_told(one)} · {mention(one.actor)}"))
    return blocks


def _told(change: Change) -> str:
    if change.field == "created":
        return "recorded"
    if change.field == "reviewed":
        return "reviewed: it still holds"
    before, name = change.before, CALLED[change.field]
    if change.field in ("title", "context", "options", "outcome", "quote"):
        was = f"“{mrkdwn(str(before), _WAS_CHARS)}”" if before else "empty"
        return f"changed {name}, was {was}"
    if change.field in ("decided_by", "disagreed"):
        return f"changed {name}, was {_names(tuple(before)) or 'nobody'}"
    if change.field == "owner":
        return f"changed {name}, was {mention(before)}"
    if change.field == "ideas":
        was = ", ".join(f"I-{number}" for number in before) or "none"
        return f"changed {name}, was {was}"
    return f"changed {name}, was {before or 'none'}"
