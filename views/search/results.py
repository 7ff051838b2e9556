"""Searching: the field, and what was found with its kinds marked."""

from typing import Any
from zlib import crc32

from domain.announcements import Announcement
from domain.customers.model import Customer
from domain.dates.periods import format_day
from domain.decisions import Decision
from domain.feedback.model import Feedback
from domain.ideas.model import Idea
from domain.objectives.model import Objective
from domain.roadmap.promises import Promise
from domain.rounds.model import Round
from domain.search.results import MOST_COUNTED, Hit, Results
from domain.search.vocabulary import Kind
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, input_block, modal, section, text_input
from views.blockkit.message import Block
from views.blockkit.text import mention, mrkdwn, slack_date
from views.customers.pages import facts_line
from views.feedback.messages import told, where_said, who_said
from views.ideas.lines import evidence_words, place_words, votes_words
from views.ideas.origin import IdeaOrigin
from views.rounds.parts import heading, until

HOME_BUTTON = button("Search", f"{ids.SEARCH_OPEN}:home", "home")
"""The way there from Home."""

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
    Kind.ROUND: ":ballot_box_with_ballot:",
    Kind.ANNOUNCEMENT: ":mega:",
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


def search_modal(found: Results) -> dict[str, Any]:
    """The search with what was typed, its results, and the ways on."""
    blocks: list[Block] = [_field(found.typed)]
    if found.problem:
        blocks.append(section(f":grey_question: {mrkdwn(found.problem, 2900)}"))
    elif not found.typed:
        blocks += _help()
    else:
        blocks.append(context(_summary(found)))
        if found.note:
            blocks.append(context(mrkdwn(found.note, 600)))
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
        case Round():
            facts = f"{_round_state(thing)} · led by {mention(thing.owner_id)}"
            return f"{heading(thing)}\n{facts}", (ids.ROUND_OPEN, str(thing.number))
        case Announcement():
            note = _announcement(thing, hit.idea_number)
            return note, (ids.IDEA_OPEN, str(hit.idea_number))


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
    about = f"I-{idea_number} by {format_day(promise.due_on)}, {promise.state.value}"
    by = f"promised by {mention(promise.promised_by)}"
    return f"*{promise.reference}*  {mrkdwn(promise.customer, _NAME_CHARS)}: {about}\n{by}"


def _round_state(found: Round) -> str:
    return f"open until {until(found)}" if found.is_open else found.state.value


def _announcement(made: Announcement, idea_number: int | None) -> str:
    facts = [f"announces I-{idea_number}", f"by {mention(made.created_by)}"]
    facts.append(_became(made))
    return f"*{mrkdwn(made.note.headline, _TITLE_CHARS)}*\n{' · '.join(facts)}"


def _became(made: Announcement) -> str:
    if made.cancelled_at is not None:
        return "called off"
    if made.queued_at is not None:
        return f"posted {slack_date(made.queued_at)}"
    return f"waits until {slack_date(made.post_at)}" if made.post_at else "is being posted"
