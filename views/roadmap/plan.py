"""The plan of an idea in words: its dates, what it needs, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.dates.date_parsing import format_dates
from domain.dates.periods import format_day
from domain.ideas.model import Idea
from domain.roadmap.dependencies import DependencyWarning, Early
from domain.roadmap.plans import Caution, IdeaPlan
from domain.roadmap.promises import Breach, Strain
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    sections,
)
from views.blockkit.message import Block, Message
from views.blockkit.text import mention, mrkdwn, plain
from views.ideas.lines import place_words
from views.ideas.origin import IdeaOrigin
from views.roadmap.promises import promise_line, promise_menu

_TITLE_CHARS = 100
_NAME_CHARS = 60
_MOST_SHOWN = 10

_STRAINS = {
    Strain.LATER: "it stands in *Later*",
    Strain.DECLINED: "it is *declined*",
    Strain.OFF: "it is off the roadmap",
    Strain.UNDATED: "it has no end date any more",
}


def caution_lines(caution: Caution) -> list[str]:
    """What speaks against a plan, one line of mrkdwn each; empty when nothing does."""
    lines = [
        f":warning: {breach_words(one, knows_customers=caution.knows_customers)}"
        for one in caution.breaches
    ]
    return [*lines, *(f":warning: {early_words(one)}" for one in caution.early)]


def breach_words(breach: Breach, *, knows_customers: bool) -> str:
    """A promise that cannot be kept, in one sentence of mrkdwn."""
    promise = breach.promise
    whom = f"*{mrkdwn(promise.customer, _NAME_CHARS)}*" if knows_customers else "A customer"
    sure = f" ({promise.confidence})" if promise.confidence else ""
    return (
        f"{whom} was promised *{breach.idea.reference}* by *{format_day(promise.due_on)}*{sure}, "
        f"but {_strain_words(breach)}. {promise.reference}, by {mention(promise.promised_by)}."
    )


def early_words(one: DependencyWarning) -> str:
    """An idea that stands earlier than what it needs, in one sentence of mrkdwn."""
    needs = f"*{one.needs.reference}* {mrkdwn(one.needs.title, _TITLE_CHARS)}"
    idea = f"*{one.idea.reference}*"
    if one.early is Early.DECLINED:
        return f"{idea} needs {needs}, which is *declined*."
    if one.early is Early.NOT_PLANNED:
        return f"{idea} needs {needs}, which is not on the roadmap."
    if one.early is Early.SHIPPED:
        return f"{idea} is shipped, but {needs} that it needs is not."
    if one.early is Early.HORIZON:
        return (
            f"{idea} stands in *{_place(one.idea)}*, but needs {needs}, "
            f"which stands in *{_place(one.needs)}*."
        )
    return f"{idea} ends {_by(one.idea)}, but needs {needs}, which comes {_by(one.needs)}."


def with_caution(message: Message, caution: Caution) -> Message:
    """A private answer with what speaks against the plan above its buttons."""
    lines = caution_lines(caution)
    if not lines:
        return message
    blocks = list(message.blocks)
    place = len(blocks) - 1 if blocks and blocks[-1]["type"] == "actions" else len(blocks)
    blocks[place:place] = sections(lines[:_MOST_SHOWN])
    return replace(message, blocks=tuple(blocks))


def confirm_blocks(caution: Caution) -> list[Block]:
    """What stands above a form that would break promises, until it is saved nevertheless."""
    count = len(caution.breaches)
    what = "a promise" if count == 1 else f"{count} promises"
    lines = [f"*This breaks {what}. Save anyway?*", *caution_lines(caution)[:_MOST_SHOWN]]
    return [*sections(lines), context("Nothing is saved yet. Those who promised will be told.")]


def caution_modal(lines: list[str]) -> dict[str, Any]:
    """What is shown after a move from a menu that makes an idea stand too early."""
    return modal("Moved", [section("*It is moved.* Look at this:"), *sections(lines)])


def confirmation_of(caution: Caution) -> str:
    """What a form carries once its reader was told: which promises break, and how."""
    return ",".join(f"{one.promise.number}:{one.strain}" for one in caution.breaches)[:500]


def dated_message(idea: Idea) -> Message:
    """The private answer to giving an idea dates, or taking them away."""
    title = mrkdwn(idea.title, _TITLE_CHARS)
    told = format_dates(idea.dates)
    text = (
        f"*{idea.reference}* {title} is planned *{told}*."
        if told
        else f"*{idea.reference}* {title} has no dates any more."
    )
    blocks = [section(f":calendar: {text}")]
    if told and idea.horizon is None and not idea.status.is_closed:
        blocks.append(
            context(f"It is not on the roadmap yet: `/idea {idea.reference} next` puts it there.")
        )
    blocks.append(actions([button("Details", ids.IDEA_OPEN, str(idea.number))]))
    return Message(text=text, blocks=tuple(blocks))


def needs_message(idea: Idea, plan: IdeaPlan) -> Message:
    """The private answer to saying what an idea needs."""
    title = mrkdwn(idea.title, _TITLE_CHARS)
    if plan.needs:
        text = f"*{idea.reference}* {title} needs {_named(plan.needs)}."
    else:
        text = f"*{idea.reference}* {title} needs no other idea any more."
    buttons = actions([button("Details", ids.IDEA_OPEN, str(idea.number))])
    return Message(text=text, blocks=(section(f":link: {text}"), buttons))


def plan_blocks(idea: Idea, plan: IdeaPlan) -> list[Block]:
    """The part of an idea's page about its plan, with the buttons that change it."""
    lines = []
    if idea.dates.are_set:
        lines.append(f":calendar: *{format_dates(idea.dates)}*{_slipped(plan)}")
    if idea.public_title:
        lines.append(f"Customers read: {mrkdwn(idea.public_title, _TITLE_CHARS)}")
    if plan.needs:
        lines.append(f":link: Needs {_named(plan.needs)}")
    if plan.needed_by:
        lines.append(f":link: Needed by {_named(plan.needed_by)}")
    lines += [f":warning: {early_words(one)}" for one in plan.early[:_MOST_SHOWN]]
    blocks = [section("*Plan*"), *sections(lines)] if lines else [section("*Plan*  No dates yet")]
    for one in plan.promised[:_MOST_SHOWN]:
        menu = promise_menu(one) if one.may_change else None
        blocks.append(section(promise_line(one, with_idea=False), menu))
    hidden = len(plan.promised) - _MOST_SHOWN
    if hidden > 0:
        blocks.append(context(f"and {hidden:,} more promises: `/roadmap promises`"))
    return [*blocks, actions(_buttons(idea, plan))]


def needs_modal(idea: Idea, needs: Sequence[Idea], origin: IdeaOrigin) -> dict[str, Any]:
    """The form that says what an idea needs first."""
    select: Block = {
        "type": "multi_external_select",
        "action_id": ids.NEEDS_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("I-7, or words of a title"),
    }
    if needs:
        select["initial_options"] = [_option(one) for one in needs]
    hint = "Take all of them out when it needs nothing any more."
    return modal(
        f"{idea.reference} needs",
        [
            section(f"*{idea.reference}*  {mrkdwn(idea.title, 400)}"),
            input_block("needs", "What must be there first?", select, hint=hint, optional=True),
        ],
        callback_id=ids.NEEDS_FORM,
        submit="Save",
        close="Cancel",
        metadata=replace(origin, number=idea.number).packed(),
    )


def _buttons(idea: Idea, plan: IdeaPlan) -> list[Block]:
    number = str(idea.number)
    buttons = [button("Promise", ids.PROMISE_NEW, number)]
    if plan.may_plan:
        buttons.append(button("Needs…", ids.IDEA_NEEDS, number))
    if plan.slips is not None and plan.slips.steps:
        buttons.append(button("How it moved", ids.IDEA_HISTORY, number))
    return buttons


def _slipped(plan: IdeaPlan) -> str:
    slips = plan.slips
    if slips is None or not slips.moved or slips.first_end is None or not slips.slipped:
        return ""
    days = abs(slips.slipped)
    way = "later" if slips.slipped > 0 else "earlier"
    unit = "day" if days == 1 else "days"
    return f"  {days:,} {unit} {way} than first said ({format_day(slips.first_end)})"


def _named(ideas: Sequence[Idea]) -> str:
    shown = [
        f"*{one.reference}* {mrkdwn(one.title, _TITLE_CHARS)} ({place_words(one)})"
        for one in ideas[:_MOST_SHOWN]
    ]
    hidden = len(ideas) - len(shown)
    return ", ".join([*shown, *([f"and {hidden:,} more"] if hidden > 0 else [])])


def _option(idea: Idea) -> Block:
    label = plain(f"{idea.reference} {idea.title}", 75)
    return {"text": plain_object(label), "value": str(idea.number)}


def _strain_words(breach: Breach) -> str:
    idea = breach.idea
    if breach.strain is Strain.ENDS_AFTER and idea.ends_on is not None:
        return f"it ends on *{format_day(idea.ends_on)}*"
    if breach.strain is Strain.STARTS_AFTER and idea.starts_on is not None:
        return f"it starts on *{format_day(idea.starts_on)}*"
    return _STRAINS[breach.strain]


def _place(idea: Idea) -> str:
    return idea.horizon.label if idea.horizon else idea.status.label


def _by(idea: Idea) -> str:
    day = idea.ends_on or idea.starts_on
    return f"on *{format_day(day)}*" if day else "without a date"
