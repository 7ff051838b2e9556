"""The inbox: one piece of feedback after the other, with everything that sorts it in reach."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.triage.steps import Dismissal, Inbox, InboxFilter, Item, Question, TriageResult
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, plain_object, section
from views.blockkit.message import Block
from views.blockkit.text import counted, escape, mention, mrkdwn, plain, slack_date
from views.feedback.attachments import attached_blocks
from views.feedback.messages import where_said, who_said, words
from views.similarity import alike_line
from views.triage.words import done_blocks

OTHER = "other"
"""The choice among the reasons that opens the form with own words."""

_TITLE = "Inbox"
_SAID_CHARS = 1_500
_QUESTION_CHARS = 300
_VERSION = 1


@dataclass(frozen=True, slots=True)
class InboxPosition:
    """Where a person is in the inbox: at which item, how many they sorted so far, what they look
    at. It travels in the modal, and holds numbers and names of filters only."""

    number: int | None = None
    done: int = 0
    narrow: InboxFilter = field(default_factory=InboxFilter)

    def packed(self) -> str:
        """The spot as ``private_metadata``."""
        one = self.narrow
        facts = {"v": _VERSION, "n": self.number, "d": self.done, "m": one.is_mine}
        return json.dumps({**facts, "a": one.area, "c": one.customer})

    @staticmethod
    def unpacked(text: str | None) -> "InboxPosition":
        """The spot that a modal holds; the beginning of everything for another text."""
        try:
            facts = json.loads(text or "{}")
        except ValueError:  # of another modal, whose button leads into the inbox
            return InboxPosition()
        if not isinstance(facts, dict) or facts.get("v") != _VERSION or "n" not in facts:
            return InboxPosition()
        narrow = InboxFilter(facts.get("a"), facts.get("c"), bool(facts.get("m")))
        return InboxPosition(facts["n"], int(facts.get("d") or 0), narrow)


def inbox_modal(
    inbox: Inbox, spot: InboxPosition, at: datetime, done: TriageResult | None = None
) -> dict[str, Any]:
    """The inbox at its item, or the pleasant end of it; ``done`` is the step just taken."""
    item = inbox.item
    here = InboxPosition(item.feedback.number if item else None, spot.done, inbox.narrow)
    blocks = [context(progress_words(inbox, here, at))]
    blocks += done_blocks(done) if done is not None else []
    blocks += _item_blocks(inbox, item) if item is not None else _empty(inbox)
    blocks.append(_ways(inbox, item))
    return modal(_TITLE, blocks, close="Done", metadata=here.packed())


def progress_words(inbox: Inbox, spot: InboxPosition, at: datetime) -> str:
    """How far it is, such as *3 of 41* · oldest 9 days · 2 wait for an answer."""
    standing = inbox.standing
    facts = []
    if inbox.item is not None:
        place = spot.done + inbox.item.place
        facts.append(f"*{place:,} of {max(spot.done + standing.count, place):,}*")
    if standing.oldest_at is not None:
        facts.append(f"oldest {age(standing.oldest_at, at)}")
    if standing.late and standing.limit is not None:
        facts.append(f":hourglass: {standing.late:,} longer than {standing.limit.words}")
    if standing.asked:
        facts.append(
            f"{standing.asked:,} {'waits' if standing.asked == 1 else 'wait'} for an answer"
        )
    if standing.later:
        facts.append(f"{standing.later:,} put off")
    if inbox.sorted_within_days is not None:
        facts.append(f"usually sorted within {_days(inbox.sorted_within_days)}")
    facts += _narrow_words(inbox.narrow)
    return " · ".join(facts) or "Nothing waits"


def age(since: datetime, at: datetime) -> str:
    """How long something waits, in days or, within the first two, in hours."""
    hours = max(int((at - since).total_seconds() // 3600), 0)
    return counted(hours // 24, "day") if hours >= 48 else counted(hours, "hour")


def dismiss_select(number: int) -> Block:
    """The select of reasons to put feedback aside: choosing one does it."""
    options = [_option(f"{number} {one.value}", one.label) for one in Dismissal]
    options.append(_option(f"{number} {OTHER}", "Other reason, or tell them…"))
    return {
        "type": "static_select",
        "action_id": ids.TRIAGE_DISMISS,
        "placeholder": plain_object("Dismiss…"),
        "options": options,
    }


def idea_select(action_id: str = ids.TRIAGE_IDEA, placeholder: str = "Link to an idea…") -> Block:
    """The select that finds any idea."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": plain_object(placeholder),
    }


def _item_blocks(inbox: Inbox, item: Item) -> list[Block]:
    feedback, number = item.feedback, str(item.feedback.number)
    badge = ":speech_balloon: *Answered* · " if item.is_answered else ""
    blocks = [
        section(f"{badge}*{feedback.reference}*\n{words(feedback, _SAID_CHARS)}"),
        context(_facts_line(item)),
        *attached_blocks(feedback),
        *(context(_question(one)) for one in item.questions[-2:]),
    ]
    if item.assigned_to is not None:
        who = "you" if item.assigned_to == inbox.person_id else mention(item.assigned_to)
        blocks.append(context(f":bust_in_silhouette: Given to {who}"))
    if item.suggestion is not None:
        like = " and ".join(f"F-{one}" for one in item.suggestion.like)
        area = item.suggestion.area
        text = f"Suggested: *{mrkdwn(area, 60)}*, like {like}"
        blocks.append(section(text, button("Use it", ids.TRIAGE_AREA, f"{number} {area}")))
    for place, one in enumerate(item.alike):
        style = "primary" if place == 0 else None
        idea_number = one.idea.number if one.idea is not None else 0
        link = button("Link", ids.TRIAGE_LINK, f"{number} {idea_number}", style)
        blocks.append(section(alike_line(one), link))
    return [*blocks, *_deeds(item)]


def _deeds(item: Item) -> list[Block]:
    number = str(item.feedback.number)
    assign: Block = {
        "type": "users_select",
        "action_id": ids.TRIAGE_ASSIGN,
        "placeholder": plain_object("Give to…"),
    }
    style = None if item.alike else "primary"
    return [
        actions([idea_select(), dismiss_select(item.feedback.number), assign], f"sort:{number}"),
        actions(
            [
                button("New idea", ids.TRIAGE_FILE, number, style),
                button("Ask back", ids.TRIAGE_ASK, number),
                button("Tomorrow", ids.TRIAGE_LATER, number),
                button("Skip", ids.TRIAGE_SKIP, number),
                button("Back", ids.TRIAGE_BACK, number),
            ],
            f"move:{number}",
        ),
    ]


def _ways(inbox: Inbox, item: Item | None) -> Block:
    """The buttons below everything: other views of the same inbox."""
    label = "Filter" if inbox.narrow.is_wide else "Change filter"
    buttons = [button(label, ids.TRIAGE_FILTER, "0")]
    if item is not None:
        buttons.append(button("Many at once", ids.TRIAGE_MANY, "0"))
    aside = inbox.standing.asked + inbox.standing.later
    if aside:
        buttons.append(button(f"Set aside ({aside:,})", ids.TRIAGE_ASIDE, "0"))
    if inbox.sorts_all:
        buttons.append(button("Rota", ids.ROTA_OPEN, "0"))
    return actions(buttons, "ways")


def _empty(inbox: Inbox) -> list[Block]:
    if not inbox.narrow.is_wide:
        text = ":sparkles: *Nothing waits here.* Change the filter to see whether more waits."
    elif inbox.standing.everything:
        text = (
            ":sparkles: *All sorted for now.* What is set aside comes back by itself: with its "
            "answer, or tomorrow."
        )
    else:
        text = ":sparkles: *All sorted.* Everything that people said has found its place."
    return [section(text)]


def _facts_line(item: Item) -> str:
    feedback = item.feedback
    said = who_said(feedback)
    who = f"Said by {said}" if said else f"Saved by {mention(feedback.saved_by)}"
    facts = [who, slack_date(feedback.created_at)]
    facts += [mrkdwn(name, 100) for name in (feedback.customer, feedback.area) if name]
    if feedback.importance is not None:
        facts.append(escape(feedback.importance.label))
    return " · ".join([*facts, *where_said(feedback)])


def _question(one: Question) -> str:
    text = mrkdwn(" ".join(one.text.split()), _QUESTION_CHARS)
    asked = f":question: {mention(one.asked_by)} asked {mention(one.asked_of)}: {text}"
    return asked if one.answered_at is not None else f"{asked} · no answer yet"


def _narrow_words(narrow: InboxFilter) -> list[str]:
    named = [mrkdwn(one, 60) for one in (narrow.area, narrow.customer) if one]
    shown = [*named, *(["given to you"] if narrow.is_mine else [])]
    return [f":mag: only {', '.join(shown)}"] if shown else []


def _days(days: float) -> str:
    return "a day" if days < 1 else counted(round(days), "day")


def _option(value: str, label: str) -> Block:
    return {"text": plain_object(plain(label, 75)), "value": value}
