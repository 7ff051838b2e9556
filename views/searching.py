"""Searching: the field, what was found with its kinds marked, and the table of it all."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from domain.customers import Customer
from domain.decisions import Decision
from domain.feedback import Feedback
from domain.ideas import Idea
from domain.objectives import Objective
from domain.privacy import WITHHELD
from domain.promises import Promise
from domain.search_results import MOST_COUNTED, Hit, Results
from domain.search_words import Kind
from domain.spreadsheets import inert
from views import ids
from views.blocks import actions, button, context, input_block, modal, section, text_input
from views.cards import evidence_words, place_words, votes_words
from views.counts import counted
from views.customers import facts_line
from views.feedback import told, where_said, who_said
from views.idea_origin import IdeaOrigin
from views.message import Block
from views.text import mention, mrkdwn, slack_date

_TITLE_CHARS = 150
_QUOTE_CHARS = 300
_NAME_CHARS = 60
_PAGE = 8
_MARKS = {
    Kind.FEEDBACK: ":speech_balloon:",
    Kind.IDEA: ":bulb:",
    Kind.DECISION: ":scales:",
    Kind.OBJECTIVE: ":dart:",
    Kind.PROMISE: ":handshake:",
    Kind.CUSTOMER: ":office:",
}
_PLURALS = {Kind.FEEDBACK: "pieces of feedback"}
_SINGULARS = {Kind.FEEDBACK: "piece of feedback"}
_EXAMPLES = (
    ("is:untriaged", "what nobody has sorted yet"),
    ("customer:Acme importance:blocker", "what stops one customer"),
    ('"single sign-on" since:"last month"', "words in this order, lately"),
    ("kind:idea is:planned owner:me", "what I have to bring"),
    ("tier:enterprise -area:billing sort:newest", "without one area"),
)
TABLE_COLUMNS = (
    ("kind", "number", "text", "state", "customer", "tier"),
    ("area", "importance", "said_by", "owner", "votes", "ideas", "date", "link"),
)


def search_modal(found: Results) -> dict[str, Any]:
    """The search with what was typed, its results, and the ways on."""
    blocks: list[Block] = [_field(found.typed)]
    if found.problem:
        blocks.append(section(f":grey_question: {mrkdwn(found.problem, 2900)}"))
    elif not found.typed:
        blocks += _help()
    else:
        blocks.append(context(_summary(found)))
        for number, hit in enumerate(found.hits):
            blocks.append(_row(hit, found.offset + number))
        if not found.hits:
            blocks.append(section(_nothing(found)))
        blocks += _ways_on(found)
    metadata = IdeaOrigin(number=found.idea_number).packed()
    return modal("Search", blocks, callback_id=ids.SEARCH_FORM, submit="Search", metadata=metadata)


def sent_modal(typed: str) -> dict[str, Any]:
    """What stands in place of the search once its table is on its way."""
    back = button("Back to the search", f"{ids.SEARCH_OPEN}:back", typed)
    text = ":white_check_mark: The table comes to you in a direct message in a moment."
    return modal("Search", [section(text), actions([back])], metadata=IdeaOrigin().packed())


def search_table(hits: Iterable[Hit], names: dict[str, str]) -> str:
    """What was found as a table with a line for each (RFC 4180), as spreadsheets read it.

    A cell that a spreadsheet would run as a formula begins with an apostrophe. ``names`` are
    people's names by user id.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [name for part in TABLE_COLUMNS for name in part]
    writer.writerow(columns)
    for hit in hits:
        cells = {"kind": hit.kind.value, **_cells(hit, names)}
        writer.writerow([inert(str(cells.get(column) or "")) for column in columns])
    return "\ufeff" + out.getvalue()


def table_words(typed: str, rows: int, most: int) -> str:
    """What comes with the table."""
    more = (
        f" These are the first {most:,}; narrow the search for the others." if rows >= most else ""
    )
    return f"{counted(rows, 'result')} of `/linchpin search {mrkdwn(typed, 300)}`.{more}"


def _field(typed: str) -> Block:
    field = text_input(
        ids.SEARCH_TYPED,
        initial=typed[:500] or None,
        placeholder="Words, or customer:Acme is:untriaged, and Enter",
        max_length=500,
    )
    element = {**field, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
    # The block's id changes with the words, or Slack would keep what was typed before.
    block = input_block(f"search_{crc32(typed.encode())}", "Search", element, optional=True)
    return {**block, "dispatch_action": True}


def _help() -> list[Block]:
    lines = [f"`{query}`  {meaning}" for query, meaning in _EXAMPLES]
    filters = (
        "Filters: `from:` `customer:` `tier:` `area:` `owner:` `idea:` `since:` `until:` `is:` "
        "`kind:` `importance:` `revenue:` `sort:`. A `-` in front means not, quotes hold words "
        "together."
    )
    return [section("*Find anything that was said, planned or decided*"), *_lines(lines, filters)]


def _lines(lines: list[str], note: str) -> list[Block]:
    return [section("\n".join(lines)), context(note)]


def _summary(found: Results) -> str:
    parts = []
    for kind, number in found.counts.items():
        shown = f"{MOST_COUNTED:,}+" if number > MOST_COUNTED else f"{number:,}"
        noun = _SINGULARS.get(kind, kind.value) if number == 1 else _PLURALS.get(kind, f"{kind}s")
        parts.append(f"{_MARKS[kind]} {shown} {noun}")
    return "  ·  ".join(parts) or "Nothing found"


def _nothing(found: Results) -> str:
    if found.offset:
        return "That was all."
    return (
        "Nothing fits all of this. Leave out a word or a filter; words are found whole or by their "
        "beginning."
    )


def _ways_on(found: Results) -> list[Block]:
    buttons = []
    if found.offset:
        back = max(found.offset - _PAGE, 0)
        buttons.append(button("Back", f"{ids.SEARCH_PAGE}:back", f"{back} {found.typed}"))
    if found.has_more:
        following = found.offset + len(found.hits)
        buttons.append(button("Show more", f"{ids.SEARCH_PAGE}:more", f"{following} {found.typed}"))
    if found.hits:
        buttons.append(button("Send me all as CSV", ids.SEARCH_FILE, found.typed))
    if found.idea_number is not None:
        label = f"Back to I-{found.idea_number}"
        buttons.append(button(label, ids.IDEA_OPEN, str(found.idea_number)))
    return [actions(buttons, block_id="ways_on")] if buttons else []


def _row(hit: Hit, place: int) -> Block:
    text, opens = _told(hit)
    shown = f"{_MARKS[hit.kind]} {text}"
    if opens is None:
        return section(shown)
    action_id, value = opens
    return section(shown, button("Open", action_id, value)) | {"block_id": f"hit_{place}"}


def _told(hit: Hit) -> tuple[str, tuple[str, str] | None]:
    """A result in two lines, and the button that opens its page."""
    thing = hit.thing
    match thing:
        case Feedback():
            return _feedback(thing), (ids.SEARCH_RESULT, str(thing.number))
        case Idea():
            facts = f"{place_words(thing)} · {votes_words(thing)} · {evidence_words(thing)}"
            return _titled(thing.reference, thing.title, facts), (ids.IDEA_OPEN, str(thing.number))
        case Decision():
            facts = f"decided {slack_date(thing.recorded_at)}"
            opens = (ids.DECISION_OPEN, str(thing.number))
            return _titled(thing.reference, thing.title, facts), opens
        case Objective():
            facts = f"{thing.state.value} · owner {mention(thing.owner_id)}"
            opens = (ids.OBJECTIVE_OPEN, str(thing.number))
            return _titled(thing.reference, thing.title, facts), opens
        case Promise():
            return _promise(thing, hit.idea_number), (ids.IDEA_OPEN, str(hit.idea_number))
        case Customer():
            facts = facts_line(thing) or "nothing more is known"
            opens = (ids.CUSTOMER_OPEN, str(thing.id))
            return f"*{mrkdwn(thing.name, _NAME_CHARS)}*\n{facts}", opens


def _titled(reference: str, title: str, facts: str) -> str:
    return f"*{reference}*  {mrkdwn(title, _TITLE_CHARS)}\n{facts}"


def _feedback(said: Feedback) -> str:
    facts = [slack_date(said.created_at)]
    who = who_said(said)
    facts += [f"said by {who}"] if who and not said.is_withheld else []
    facts += [mrkdwn(said.customer, _NAME_CHARS)] if said.customer else []
    facts += [said.importance.label] if said.importance else []
    facts += [f"I-{number}" for number in said.idea_numbers[:3]]
    facts += where_said(said)
    return f"*{said.reference}*  {told(said, _QUOTE_CHARS)}\n{' · '.join(facts)}"


def _promise(promise: Promise, idea_number: int | None) -> str:
    about = f"I-{idea_number} by {promise.due_on.isoformat()}, {promise.state.value}"
    by = f"promised by {mention(promise.promised_by)}"
    return f"*{promise.reference}*  {mrkdwn(promise.customer, _NAME_CHARS)}: {about}\n{by}"


def _cells(hit: Hit, names: dict[str, str]) -> dict[str, object]:
    thing = hit.thing
    match thing:
        case Feedback():
            speaker = thing.said_by_name or names.get(thing.said_by or "", thing.said_by)
            return {
                "number": thing.reference,
                "text": WITHHELD if thing.is_withheld else thing.text,
                "state": thing.state.value,
                "customer": thing.customer,
                "area": thing.area,
                "importance": thing.importance.label if thing.importance else None,
                "said_by": speaker,
                "ideas": " ".join(f"I-{number}" for number in thing.idea_numbers),
                "date": thing.created_at.date().isoformat(),
                "link": thing.source.permalink if thing.source else None,
            }
        case Idea():
            return {
                "number": thing.reference,
                "text": thing.title,
                "state": place_words(thing),
                "area": thing.area,
                "owner": names.get(thing.owner_id or "", thing.owner_id),
                "votes": str(thing.votes),
                "date": thing.created_at.date().isoformat(),
            }
        case Customer():
            return {
                "text": thing.revenue.words if thing.revenue else None,
                "customer": thing.name,
                "tier": thing.tier,
                "owner": names.get(thing.owner_id or "", thing.owner_id),
                "date": thing.created_at.date().isoformat(),
            }
        case _:
            return _other_cells(hit, names)


def _other_cells(hit: Hit, names: dict[str, str]) -> dict[str, object]:
    thing = hit.thing
    match thing:
        case Decision():
            return {
                "number": thing.reference,
                "text": thing.title,
                "owner": names.get(thing.owner_id, thing.owner_id),
                "date": thing.recorded_at.date().isoformat(),
            }
        case Objective():
            return {
                "number": thing.reference,
                "text": thing.title,
                "state": thing.state.value,
                "owner": names.get(thing.owner_id, thing.owner_id),
                "date": thing.created_at.date().isoformat(),
            }
        case Promise():
            return {
                "number": thing.reference,
                "text": f"by {thing.due_on.isoformat()}",
                "state": thing.state.value,
                "customer": thing.customer,
                "owner": names.get(thing.promised_by, thing.promised_by),
                "ideas": f"I-{hit.idea_number}" if hit.idea_number else None,
                "date": thing.created_at.date().isoformat(),
            }
        case _:
            return {}
