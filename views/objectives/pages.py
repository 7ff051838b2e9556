"""Objectives: the list, the page of one, and its history in words."""

from typing import Any

from domain.core.changes import Change
from domain.dates.periods import format_period
from domain.ideas.model import Idea
from domain.objectives.forms import format_value
from domain.objectives.model import (
    Objective,
    ObjectiveState,
    Rhythm,
    elapsed_of,
)
from domain.objectives.pages import ObjectiveList, ObjectivePage, ObjectiveRow
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, plain_object, section
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, mention, mrkdwn, plain, slack_date
from views.ideas.lines import place_words, votes_words
from views.ideas.origin import IdeaOrigin
from views.objectives.lines import TITLE_CHARS, bar, confidence_words, measure_words, report_line

MOST_IDEAS = 25
"""Ideas on a page; Slack takes 100 blocks in a modal."""

_OUTCOME_CHARS = 2000
_ENDINGS = {
    ObjectiveState.REACHED: ":tada:",
    ObjectiveState.PARTLY: ":large_yellow_circle:",
    ObjectiveState.MISSED: ":red_circle:",
    ObjectiveState.DROPPED: ":no_entry_sign:",
}
_NEW = "new"


def objectives_message(shown: ObjectiveList) -> Message:
    """The private answer to /linchpin objectives."""
    return Message("Objectives", tuple(_list_blocks(shown, is_modal=False)))


def objectives_modal(shown: ObjectiveList) -> dict[str, Any]:
    """The same in a modal."""
    metadata = IdeaOrigin().packed()
    return modal("Objectives", _list_blocks(shown, is_modal=True), metadata=metadata)


def objective_modal(
    page: ObjectivePage, channel_id: str | None, *, note: str = ""
) -> dict[str, Any]:
    """The page of an objective. ``note`` is one line of mrkdwn about what was just done."""
    objective = page.objective
    blocks: list[Block] = [
        *([context(note)] if note else []),
        {"type": "header", "text": plain_object(plain(objective.title, TITLE_CHARS))},
        section(_standing(page)),
        context(_facts(objective)),
        *_outcome(objective),
        *_button_rows(page, channel_id),
        {"type": "divider"},
        *_ideas(page),
        {"type": "divider"},
        *_reports(page),
        *_history(page),
    ]
    return modal(objective.reference, blocks, metadata=IdeaOrigin(channel_id).packed())


def _list_blocks(shown: ObjectiveList, *, is_modal: bool) -> list[Block]:
    words = mrkdwn(" ".join(shown.words.split()), 100)
    head = f"*Objectives with “{words}”*" if words else "*Objectives*"
    blocks: list[Block] = [section(head)]
    blocks += [_row(row) for row in shown.rows]
    if not shown.rows:
        blocks.append(section(_nothing(shown, words)))
    buttons = []
    if shown.may_create:
        buttons.append(button("New objective", ids.OBJECTIVE_NEW, _NEW, "primary"))
    if shown.rows:
        buttons.append(button("Coverage", ids.COVERAGE_OPEN, _NEW))
    size = len(shown.rows)
    if shown.offset:
        buttons.append(_page_button("Back to the top", 0, shown, "top"))
    if shown.has_more and not is_modal:
        buttons.append(_page_button("Show more", shown.offset + size, shown, "more"))
    if shown.has_more and is_modal:
        blocks.append(context("There are more: `/linchpin objectives`"))
    return [*blocks, actions(buttons)] if buttons else blocks


def _page_button(label: str, offset: int, shown: ObjectiveList, which: str) -> Block:
    return button(label, f"{ids.OBJECTIVES_PAGE}:{which}", f"{offset} {shown.words}"[:2000])


def _row(row: ObjectiveRow) -> Block:
    objective = row.objective
    facts = [format_period(objective.starts_on, objective.ends_on), mention(objective.owner_id)]
    if objective.state.is_closed:
        facts.insert(0, f"{_ENDINGS[objective.state]} {objective.state.label}")
    elif objective.confidence is not None:
        facts.insert(0, confidence_words(objective.confidence))
    facts.append(counted(row.ideas, "idea") if row.ideas else "no idea serves it")
    text = (
        f"*{objective.reference}*  {mrkdwn(objective.title, TITLE_CHARS)}\n"
        f"{bar(objective.progress)}  {measure_words(objective.measure)}\n{' · '.join(facts)}"
    )
    return section(text, button("Open", ids.OBJECTIVE_OPEN, str(objective.number)))


def _nothing(shown: ObjectiveList, words: str) -> str:
    if shown.offset:
        return "There are no more objectives."
    if words:
        return "No objective has all these words. `/linchpin objectives` lists all of them."
    if shown.may_create:
        return (
            "There are no objectives yet. Set the first one: what is to be reached by when, and "
            "how will you know?"
        )
    return "There are no objectives yet. Managers set them here."


def _standing(page: ObjectivePage) -> str:
    objective = page.objective
    lines = [f"{bar(objective.progress)}  {measure_words(objective.measure)}"]
    if objective.state.is_closed:
        lines.append(f"{_ENDINGS[objective.state]} *{objective.state.label}*")
        return "\n".join(lines)
    if objective.confidence is not None:
        lines.append(confidence_words(objective.confidence))
    elif objective.awaits_progress:
        lines.append(":hourglass_flowing_sand: Its owner was asked how it goes")
    lines.append(_time_words(page))
    return "\n".join(lines)


def _time_words(page: ObjectivePage) -> str:
    objective = page.objective
    if page.today < objective.starts_on:
        return ":calendar: The period has not begun yet"
    if objective.is_over(page.today):
        return ":calendar: The period is over: close it with how it ended"
    gone = elapsed_of(objective.starts_on, objective.ends_on, page.today)
    return f":calendar: {gone:.0%} of the period has passed"


def _facts(objective: Objective) -> str:
    parts = [
        format_period(objective.starts_on, objective.ends_on),
        f"Owner {mention(objective.owner_id)}",
    ]
    if not objective.state.is_closed:
        label = objective.rhythm.label
        is_asked = objective.rhythm is not Rhythm.NEVER
        parts.append(f"asked {label[0].lower()}{label[1:]}" if is_asked else "not asked")
    return " · ".join(parts)


def _outcome(objective: Objective) -> list[Block]:
    if not objective.outcome:
        return []
    return [section(f"*How it ended*\n{mrkdwn(objective.outcome, _OUTCOME_CHARS)}")]


def _button_rows(page: ObjectivePage, channel_id: str | None) -> list[Block]:
    objective, number = page.objective, str(page.objective.number)
    buttons = []
    if page.may_change and not objective.state.is_closed:
        buttons.append(button("Update progress", ids.OBJECTIVE_REPORT, number, "primary"))
    if not objective.state.is_closed:
        buttons.append(button("Add ideas", ids.OBJECTIVE_ADD_IDEAS, number))
    if page.may_change:
        buttons.append(button("Edit", ids.OBJECTIVE_EDIT, number))
        if objective.state.is_closed:
            buttons.append(button("Open again", ids.OBJECTIVE_REOPEN, number))
        else:
            buttons.append(button("Close…", ids.OBJECTIVE_CLOSE, number))
    buttons.append(button("Send me the picture", ids.OBJECTIVE_PICTURE, number))
    if channel_id is not None and not channel_id.startswith("D"):
        buttons.append(button("Post picture here", ids.OBJECTIVE_POST, number))
    return [actions(buttons)]


def _ideas(page: ObjectivePage) -> list[Block]:
    if not page.ideas:
        return [
            section("*Ideas that serve it*"),
            context(
                f"None yet. *Add ideas*, or type `/idea I-12 serves {page.objective.reference}`"
            ),
        ]
    blocks = [section(f"*Ideas that serve it*  {len(page.ideas)}")]
    blocks += [_idea(idea, page.objective) for idea in page.ideas[:MOST_IDEAS]]
    more = len(page.ideas) - MOST_IDEAS
    return [*blocks, context(f"and {more} more")] if more > 0 else blocks


def _idea(idea: Idea, objective: Objective) -> Block:
    menu: Block = {
        "type": "overflow",
        "action_id": ids.OBJECTIVE_IDEA_MENU,
        "options": [
            {"text": plain_object(f"Open {idea.reference}"), "value": f"open {idea.number}"},
            {
                "text": plain_object(f"No longer serves {objective.reference}"),
                "value": f"remove {idea.number} {objective.number}",
            },
        ],
    }
    facts = f"{place_words(idea)} · {votes_words(idea)}"
    return section(f"*{idea.reference}*  {mrkdwn(idea.title, TITLE_CHARS)}\n{facts}", menu)


def _reports(page: ObjectivePage) -> list[Block]:
    if not page.reports:
        return [section("*Progress*"), context("Nobody has reported yet.")]
    measure = page.objective.measure
    lines = [report_line(one, measure) for one in reversed(page.reports)]
    return [section("*Progress*"), *_contexts(lines)]


def _history(page: ObjectivePage) -> list[Block]:
    lines = [f"{slack_date(one.at)}  {_told(one)} by {mention(one.actor)}" for one in page.history]
    return [section("*History*"), *_contexts(lines)] if lines else []


def _contexts(lines: list[str]) -> list[Block]:
    """Lines in small print, four to a block: Slack takes 2,000 characters in one text."""
    return [context("\n".join(lines[start : start + 4])) for start in range(0, len(lines), 4)]


def _told(change: Change) -> str:
    before, after = change.before, change.after
    if change.field == "created":
        return "set"
    if change.field == "title":
        return f"was called “{mrkdwn(str(before), 100)}”; renamed"
    if change.field == "owner":
        return f"owner is {mention(after)}, was {mention(before)};"
    if change.field == "state":
        return "opened again" if after == ObjectiveState.OPEN else ObjectiveState(after).label
    if change.field == "measure":
        return f"measure changed, was {_was(before)},"
    if change.field == "period":
        return f"period changed, was {before['from']} to {before['to']},"
    return f"{change.field} changed"


def _was(measure: dict[str, Any]) -> str:
    start, target = (format_value(measure[key], measure["unit"]) for key in ("start", "target"))
    return mrkdwn(f"{measure['name']} from {start} to {target}", 160)
