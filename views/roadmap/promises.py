"""Promises: their forms, their list, and what is told to those who made them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.dates.days import DateConfidence
from domain.dates.periods import format_day
from domain.ideas.model import Idea
from domain.roadmap.promise_commands import MAX_NOTE_CHARS
from domain.roadmap.promises import Promise, Promised, PromiseList, PromiseState, Strain
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.labels import customer_select
from views.blockkit.message import Block, Message
from views.blockkit.text import mention, mrkdwn
from views.ideas.origin import IdeaOrigin

HOME_BUTTON = button("Roadmap", ids.HOME_ROADMAP, "home")
"""The way there from Home."""

_TITLE_CHARS = 100
_NAME_CHARS = 60
_NOTE_CHARS = 200
_MOST_SHOWN = 15
_MOST_AT_RISK = 5

_STATES = {
    PromiseState.OPEN: ":handshake:",
    PromiseState.KEPT: ":white_check_mark: Kept:",
    PromiseState.LATE: ":hourglass: Late:",
    PromiseState.WITHDRAWN: ":leftwards_arrow_with_hook: Withdrawn:",
}
_STRAINED = {
    Strain.LATER: "stands in Later",
    Strain.DECLINED: "is declined",
    Strain.OFF: "is off the roadmap",
    Strain.STARTS_AFTER: "starts after that",
    Strain.ENDS_AFTER: "ends after that",
    Strain.UNDATED: "has no end date any more",
}
_HEADINGS = {
    "open": "*Promises that are open*",
    "mine": "*What you promised*",
    "done": "*Promises kept, late or withdrawn*",
}
_EMPTY = {
    "open": "No promise is open. Record one: `/idea I-12 promised Acme 2026-12-01 firm`",
    "mine": "You have no open promise. Record one: `/idea I-12 promised Acme 2026-12-01 firm`",
    "done": "No promise was kept, late or withdrawn yet.",
}


def promise_line(one: Promised, *, with_idea: bool = True) -> str:
    """A promise in a line or two of mrkdwn."""
    promise, idea = one.commitment.promise, one.commitment.idea
    whom = _whom(one)
    sure = f" · {promise.confidence}" if promise.confidence else ""
    line = (
        f"{_STATES[promise.state]} {whom} was promised it by *{format_day(promise.due_on)}*{sure} "
        f"({promise.reference}, by {mention(promise.promised_by)})"
    )
    if with_idea:
        line = (
            f"{_STATES[promise.state]} *{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)}\n"
            f"{whom}, by *{format_day(promise.due_on)}*{sure} · {promise.reference}, promised by "
            f"{mention(promise.promised_by)}"
        )
    return "\n".join([line, *_more(one)])


def at_risk_blocks(found: Sequence[Promised]) -> list[Block]:
    """What Home says of promises that are overdue or that the plan breaks; at most five."""
    if not found:
        return []
    blocks: list[Block] = [{"type": "header", "text": plain_object("Promises at risk")}]
    for one in found[:_MOST_AT_RISK]:
        blocks.append(section(promise_line(one), promise_menu(one, opens_idea=True)))
    more = "There are more: `/roadmap promises`. " if len(found) > _MOST_AT_RISK else ""
    what = "Change the plan, or tell the customer and correct or withdraw the promise."
    return [*blocks, context(more + what)]


def promise_menu(one: Promised, *, opens_idea: bool = False) -> Block:
    """What can be done with a promise, with ``opens_idea`` where its idea is not at hand."""
    number = one.commitment.promise.number
    deeds = [(f"Open {one.commitment.idea.reference}", "open")] if opens_idea else []
    if one.commitment.promise.state is PromiseState.WITHDRAWN:
        deeds.append(("Undo the withdrawal", "reinstate"))
    elif one.may_change:
        deeds += [("Correct it", "edit"), ("Withdraw it", "withdraw")]
    return {
        "type": "overflow",
        "action_id": ids.PROMISE_MENU,
        "options": [
            {"text": plain_object(label), "value": f"{number} {deed}"} for label, deed in deeds
        ],
    }


def promises_message(shown: PromiseList) -> Message:
    """The private answer to /roadmap promises."""
    heading = _HEADINGS[shown.scope]
    blocks: list[Block] = [section(heading)]
    for one in shown.promised[:_MOST_SHOWN]:
        blocks.append(section(promise_line(one), promise_menu(one) if one.may_change else None))
    hidden = len(shown.promised) - _MOST_SHOWN
    if not shown.promised:
        blocks.append(section(_EMPTY[shown.scope]))
    elif hidden > 0 or shown.has_more:
        blocks.append(context(f"The {_MOST_SHOWN} soonest; an idea's page shows all of its own."))
    others = [scope for scope in ("open", "mine", "done") if scope != shown.scope]
    labels = {"open": "All open ones", "mine": "Mine", "done": "Kept, late, withdrawn"}
    blocks.append(
        actions([button(labels[one], f"{ids.PROMISES_PAGE}:{one}", one) for one in others])
    )
    return Message(text=heading.replace("*", ""), blocks=tuple(blocks))


def promises_modal(shown: PromiseList) -> dict[str, Any]:
    """The same in a modal."""
    return modal("Promises", promises_message(shown).blocks)


def promised_message(one: Promised) -> Message:
    """The private answer to recording or withdrawing a promise."""
    idea = one.commitment.idea
    text = (
        f"{one.commitment.promise.reference}: *{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)}"
    )
    blocks: tuple[Block, ...] = (
        section(f"{text}\n{promise_line(one, with_idea=False)}"),
        actions([button("Details", ids.IDEA_OPEN, str(idea.number))]),
    )
    return Message(text=text, blocks=blocks)


def broken_message(idea: Idea, sentence: str, by: str) -> Message:
    """What a promise's owner is told when a change breaks it; ``sentence`` is mrkdwn."""
    text = f":warning: {mention(by)} changed the plan of *{idea.reference}*, which breaks a promise"
    blocks: tuple[Block, ...] = (
        section(f"{text}\n*{mrkdwn(idea.title, _TITLE_CHARS)}*\n{sentence}"),
        context("Talk to them, or tell the customer and correct the promise."),
        actions([button("Details", ids.IDEA_OPEN, str(idea.number))]),
    )
    return Message(text=text, blocks=blocks)


def promise_modal(
    idea: Idea, origin: IdeaOrigin, promised_by: str, known: Promise | None = None
) -> dict[str, Any]:
    """The form for a new promise, or for correcting a known one."""
    return modal(
        f"Promise {known.reference}" if known else "Promise",
        [
            section(f"*{idea.reference}*  {mrkdwn(idea.title, 400)}"),
            *_fields(known.promised_by if known else promised_by, known),
        ],
        callback_id=ids.PROMISE_FORM,
        submit="Save",
        close="Cancel",
        metadata=replace(
            origin, number=idea.number, promise=known.number if known else None
        ).packed(),
    )


def withdraw_modal(one: Promised, origin: IdeaOrigin) -> dict[str, Any]:
    """The form that withdraws a promise with a reason."""
    promise, idea = one.commitment.promise, one.commitment.idea
    reason = text_input(ids.PROMISE_REASON, is_multiline=True, max_length=1000)
    return modal(
        f"Withdraw {promise.reference}",
        [
            section(
                f"*{idea.reference}*  {mrkdwn(idea.title, 400)}\n"
                f"{promise_line(one, with_idea=False)}"
            ),
            input_block("because", "Why is it withdrawn?", reason),
        ],
        callback_id=ids.PROMISE_WITHDRAW_FORM,
        submit="Withdraw",
        close="Cancel",
        metadata=replace(origin, number=idea.number, promise=promise.number).packed(),
    )


def confidence_select(action_id: str, known: DateConfidence | None) -> Block:
    """The select of how sure a date is."""
    options = {one: {"text": plain_object(one.label), "value": one.value} for one in DateConfidence}
    block: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_object("Firm, likely or rough"),
        "options": list(options.values()),
    }
    return block if known is None else {**block, "initial_option": options[known]}


def _fields(promised_by: str, known: Promise | None) -> list[Block]:
    person: Block = {
        "type": "users_select",
        "action_id": ids.PROMISE_BY,
        "initial_user": promised_by,
    }
    day: Block = {"type": "datepicker", "action_id": ids.PROMISE_DAY}
    if known is not None:
        day["initial_date"] = known.due_on.isoformat()
    sure = confidence_select(ids.PROMISE_SURE, known.confidence if known else None)
    note = text_input(
        ids.PROMISE_NOTE,
        initial=known.note if known else None,
        is_multiline=True,
        placeholder="Where it was said, and what depends on it",
        max_length=MAX_NOTE_CHARS,
    )
    who = customer_select(known.customer if known else None)
    return [
        input_block("customer", "Whom was it promised to?", who),
        input_block("due_on", "By when?", day),
        input_block("confidence", "How firm is it?", sure, optional=True),
        input_block("promised_by", "Who promised it?", person),
        input_block("note", "Note", note, optional=True),
    ]


def _more(one: Promised) -> list[str]:
    promise, commitment = one.commitment.promise, one.commitment
    lines = []
    if commitment.is_overdue:
        lines.append(":warning: That day has passed, and it is not shipped")
    elif commitment.strain is not None:
        lines.append(f":warning: {commitment.idea.reference} {_STRAINED[commitment.strain]}")
    if promise.note and one.knows_customers:
        lines.append(f"“{mrkdwn(' '.join(promise.note.split()), _NOTE_CHARS)}”")
    if promise.withdrawn_because and one.knows_customers:
        why = mrkdwn(" ".join(promise.withdrawn_because.split()), _NOTE_CHARS)
        lines.append(f"Withdrawn because: {why}")
    return lines


def _whom(one: Promised) -> str:
    if not one.knows_customers:
        return "A customer"
    return f"*{mrkdwn(one.commitment.promise.customer, _NAME_CHARS)}*"
