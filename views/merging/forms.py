"""Merging ideas: what would go over, what was done, and what stands on the page of both."""

from dataclasses import replace
from typing import Any

from domain.dates.date_parsing import format_dates
from domain.idea_page.page import IdeaPage
from domain.ideas.model import Idea
from domain.merging.plan import Merged, MergedIdea, MergePlan, Taken
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
from views.blockkit.text import counted, mention, mrkdwn, plain, slack_date
from views.ideas.lines import place_words, votes_words
from views.ideas.origin import IdeaOrigin
from views.merging.duplicates import looks_like_blocks
from views.roadmap.plan import breach_words

_TITLE_CHARS = 200
_MOST_SHOWN = 5
_MOST_NAMED = 8


def merge_modal(idea: Idea, plan: MergePlan | None, origin: IdeaOrigin) -> dict[str, Any]:
    """The form that merges an idea into the one chosen, with what would go over below it.

    The survivor that its reader has seen described is kept in the form.
    """
    select: Block = {
        "type": "external_select",
        "action_id": ids.MERGE_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("I-7, or words of its title"),
    }
    if plan is not None:
        label = plain(f"{plan.into.reference} {plan.into.title}", 75)
        select["initial_option"] = {"text": plain_object(label), "value": str(plan.into.number)}
    field = input_block(f"into_{idea.number}", "Which idea does it become part of?", select)
    blocks = [
        section(f"*{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)}"),
        context(f"{place_words(idea)} · {votes_words(idea)}"),
        {**field, "dispatch_action": True},
        *(_plan_blocks(plan) if plan is not None else [context(_BEFORE_CHOICE)]),
    ]
    seen = str(plan.into.number) if plan is not None else None
    return modal(
        f"Merge {idea.reference}",
        blocks,
        callback_id=ids.MERGE_FORM,
        submit="Merge" if plan is not None else "Next",
        close="Cancel",
        metadata=replace(origin, number=idea.number, confirmed=seen).packed(),
    )


_BEFORE_CHOICE = (
    "The idea chosen survives. Before anything is done, you see here what goes over to it."
)


def merged_note(done: Merged) -> str:
    """The line above the page of the survivor once it is done."""
    return (
        f":white_check_mark: *{done.idea.reference}* is part of this idea now, which has "
        f"*{votes_words(done.into)}*. Not what you meant? Undo it below, for 30 days."
    )


def unmerged_note(done: Merged) -> str:
    """The line above the page of an idea that was merged and is its own again."""
    return (
        f":white_check_mark: *{done.idea.reference}* is an idea of its own again, with what it "
        f"had. What came to *{done.into.reference}* meanwhile stays there."
    )


def unmerged_message(done: Merged) -> Message:
    """The private answer to /idea I-12 unmerge."""
    idea, into = done.idea, done.into
    text = (
        f"*{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)} is an idea of its own again: "
        f"{votes_words(idea)}. *{into.reference}* has {votes_words(into)}."
    )
    note = "Votes and feedback that were given to the other one meanwhile stay there."
    opening = button(f"Open {idea.reference}", ids.IDEA_OPEN, str(idea.number))
    return Message(text, (section(text), context(note), actions([opening])))


def merged_message(done: Merged) -> Message:
    """What who filed or owns an idea is told when somebody else merged it."""
    idea, into = done.idea, done.into
    text = (
        f":twisted_rightwards_arrows: *{idea.reference}* {mrkdwn(idea.title, _TITLE_CHARS)} is "
        f"part of *{into.reference}* {mrkdwn(into.title, _TITLE_CHARS)} now: {mention(done.by)} "
        "merged them, as they ask for the same."
    )
    note = (
        f"Its votes and feedback count there, and {idea.reference} opens {into.reference}. "
        "If they are not the same, a manager can undo it for 30 days."
    )
    opening = button(f"Open {into.reference}", ids.IDEA_OPEN, str(into.number))
    return Message(text, (section(text), context(note), actions([opening])))


def asked_blocks(page: IdeaPage) -> list[Block]:
    """What stands above a page that was opened by the number of an idea merged into it."""
    if page.asked is None:
        return []
    part = next((one for one in page.merged if one.number == page.asked), None)
    title = f" {mrkdwn(part.title, _TITLE_CHARS)}" if part is not None else ""
    return [
        context(
            f":twisted_rightwards_arrows: *I-{page.asked}*{title} is part of "
            f"*{page.idea.reference}* now, so this is its page."
        )
    ]


def merged_blocks(page: IdeaPage) -> list[Block]:
    """The ideas that are part of this one, and one that probably should be."""
    blocks = looks_like_blocks(page.idea, page.double) if page.double is not None else []
    if not page.merged:
        return blocks
    hidden = len(page.merged) - _MOST_SHOWN
    return [
        *blocks,
        section("*Merged into it*"),
        *[_part(one, page.idea) for one in page.merged[:_MOST_SHOWN]],
        *([context(f"and {hidden:,} more")] if hidden > 0 else []),
    ]


def _part(one: MergedIdea, into: Idea) -> Block:
    brought = f"{counted(one.votes, 'vote')}, {counted(one.evidence, 'piece')} of feedback"
    text = (
        f"*I-{one.number}* {mrkdwn(one.title, _TITLE_CHARS)}\n"
        f"{slack_date(one.merged_at)} by {mention(one.merged_by)} · had {brought}"
    )
    if not one.may_undo:
        return section(text)
    undo = button("Undo", ids.MERGE_UNDO, str(one.number))
    undo["confirm"] = {
        "title": plain_object(f"Undo the merge of I-{one.number}?"),
        "text": plain_object(
            f"I-{one.number} becomes an idea of its own again, with its own votes, feedback and "
            f"cards. What came to {into.reference} meanwhile stays there."
        ),
        "confirm": plain_object("Undo it"),
        "deny": plain_object("Keep it merged"),
    }
    return section(text, undo)


def _plan_blocks(plan: MergePlan) -> list[Block]:
    gone, stays = plan.idea.reference, plan.into.reference
    swap = button(f"Keep {gone} instead", ids.MERGE_SWAP, f"{plan.into.number} {plan.idea.number}")
    if plan.refusal:
        return [section(f":no_entry_sign: {mrkdwn(plan.refusal, 1000)}"), actions([swap])]
    warnings = [f":warning: {breach_words(one, knows_customers=True)}" for one in plan.broken]
    head = f"*{stays}* {mrkdwn(plan.into.title, _TITLE_CHARS)} *will have*"
    return [
        *sections([head, *_gains(plan)]),
        *sections(warnings[:_MOST_SHOWN]),
        context(_stays(plan)),
        context(
            f"{gone} leaves every list. Its number keeps working and opens {stays}. "
            "You can undo this for 30 days."
        ),
        actions([swap]),
    ]


def _gains(plan: MergePlan) -> list[str]:
    lines = [f":ballot_box_with_ballot: *{counted(plan.votes, 'vote')}*{_of_votes(plan)}"]
    if plan.evidence:
        pieces = f"*{counted(plan.evidence, 'piece')} of feedback*"
        lines.append(f":speech_balloon: {pieces}{_of_evidence(plan)}")
    if plan.cards:
        lines.append(f":card_index: {_cards(plan)}")
    named = (
        (":dart:", "it serves", "O", plan.objectives),
        (":scales:", "decided in", "D", plan.decisions),
        (":link:", "it needs", "I", plan.needs),
        (":link:", "needed by", "I", plan.needed_by),
        (":handshake:", "promised in", "P", tuple(one.number for one in plan.promises)),
    )
    lines += [f"{icon} {verb} {_named(kind, some)}" for icon, verb, kind, some in named if some]
    if plan.announcements:
        waits = plan.waiting_announcements
        more = f", {counted(waits, 'of them', 'of them')} still to be posted" if waits else ""
        lines.append(f":mega: {counted(plan.announcements, 'announcement')}{more}")
    lines += [f":heavy_plus_sign: {_taken(one, plan.idea)}" for one in plan.takes]
    if plan.earlier:
        lines.append(f":twisted_rightwards_arrows: {_named('I', plan.earlier)}, merged earlier")
    lines += [f":warning: {_left_out(one.other, plan)}" for one in plan.left_out[:_MOST_SHOWN]]
    return lines


def _of_votes(plan: MergePlan) -> str:
    if not plan.idea.votes or not plan.into.votes:
        return ""
    parts = f": {plan.into.votes:,} and {plan.idea.votes:,}"
    if not plan.common_votes:
        return parts
    people = counted(plan.common_votes, "person", "people")
    return f"{parts}, of which {people} voted for both and count once"


def _of_evidence(plan: MergePlan) -> str:
    if not plan.idea.evidence or not plan.into.evidence:
        return ""
    parts = f": {plan.into.evidence:,} and {plan.idea.evidence:,}"
    return f"{parts}, {plan.common_evidence:,} of them the same" if plan.common_evidence else parts


def _cards(plan: MergePlan) -> str:
    gone, stays = plan.idea.reference, plan.into.reference
    if plan.cards == 1:
        return f"the card of {gone}, which shows {stays} from now on and takes votes for it"
    return (
        f"the {plan.cards:,} cards of {gone}, which show {stays} from now on and take votes for it"
    )


def _named(kind: str, numbers: tuple[int, ...]) -> str:
    shown = ", ".join(f"*{kind}-{number}*" for number in numbers[:_MOST_NAMED])
    more = len(numbers) - _MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _taken(taken: Taken, idea: Idea) -> str:
    if taken is Taken.OWNER:
        return f"the owner {mention(idea.owner_id or '')}, as it has none"
    if taken is Taken.AREA:
        return f"the area {mrkdwn(idea.area or '', 100)}, as it has none"
    if taken is Taken.DATES:
        return f"the dates *{format_dates(idea.dates)}*, as it has none"
    return "the title for customers, as it has none"


def _left_out(other: Idea, plan: MergePlan) -> str:
    return (
        f"what {plan.idea.reference} and *{other.reference}* need of each other is left out, as it "
        "would go round in a circle"
    )


def _stays(plan: MergePlan) -> str:
    stays = plan.into.reference
    parts = [f"{stays} keeps its title, its description and its place ({place_words(plan.into)})."]
    if plan.idea.horizon is not None and plan.into.horizon is None:
        parts.append(f"{plan.idea.reference} stood in {plan.idea.horizon.label}: move {stays}?")
    if plan.estimated_by:
        people = counted(plan.estimated_by, "person", "people")
        parts.append(
            f"Its score stays: the estimates of {plan.idea.reference} ({people}) are kept, "
            "and do not count."
        )
    return " ".join(parts)
