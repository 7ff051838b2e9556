"""Forgetting a person: whom, what would go, and what went."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.erasure import CONFIRMATION, Preview, Subject
from views.blockkit import ids
from views.blockkit.blocks import context, input_block, modal, plain_object, section, text_input
from views.blockkit.message import Block, Message
from views.blockkit.metadata import facts_of
from views.blockkit.text import counted, mention, mrkdwn

_NAME_CHARS = 150
_VERSION = 1

_REMOVED = {
    "feedback": (
        "piece of feedback",
        "pieces of feedback",
        "words removed, still counted",
    ),
    "replies": ("message in threads", "messages in threads", "words removed"),
    "quotes": ("quote in decisions", "quotes in decisions", "words removed"),
    "sentences": (
        "sentence beside numbers and dates",
        "sentences beside numbers and dates",
        "removed",
    ),
    "saved": (
        "piece of feedback saved for others",
        "pieces of feedback saved for others",
        "kept without their name",
    ),
    "ideas": ("idea filed", "ideas filed", "kept without their name"),
    "votes": ("vote", "votes", "still counted, as somebody's"),
    "estimates": ("estimate", "estimates", "still counted, as somebody's"),
    "decisions": ("decision recorded", "decisions recorded", "kept without their name"),
    "log": ("entry in the change log", "entries in the change log", "kept without their name"),
    "mentions": ("other record that named them", "other records that named them", "name removed"),
}
_NOT_REMOVED = (
    "*Not removed:* messages in Slack itself (only their author or an admin can delete those), "
    "ideas and decisions in the team's own words, files already downloaded or exported, and "
    "backups made before. Messages of mine from the last 30 days that quote them are rewritten."
)


def whom_modal() -> dict[str, Any]:
    """The form that asks who is to be forgotten."""
    person: Block = {
        "type": "users_select",
        "action_id": ids.FORGET_PERSON,
        "placeholder": plain_object("Somebody in Slack"),
    }
    return modal(
        "Forget a person",
        [
            section("Removes what a person said, and their name. You see first what would go."),
            input_block("person", "Person in Slack", person, optional=True),
            input_block(
                "name",
                "Or the name of somebody outside Slack",
                text_input(ids.FORGET_NAME, placeholder="Jane Doe", max_length=_NAME_CHARS),
                optional=True,
            ),
            input_block(
                "customer",
                "Of which customer",
                text_input(ids.FORGET_CUSTOMER, placeholder="Acme", max_length=60),
                hint="Only needed when several people have that name.",
                optional=True,
            ),
        ],
        callback_id=ids.FORGET_WHOM,
        submit="Show what would go",
        close="Cancel",
    )


def preview_modal(preview: Preview) -> dict[str, Any]:
    """What would be removed, and the word that has to be typed to have it done."""
    who = subject_words(preview.subject)
    head = f"*Forget {who}?* It cannot be undone."
    found = (
        "\n".join(_lines(preview.counts))
        or "Nothing is saved of them here. Forgetting them takes their name out."
    )
    return modal(
        "Forget a person",
        [
            section(head),
            section(found),
            context(_NOT_REMOVED),
            context(_LATER_OF_MEMBERS if preview.subject.user_id else _LATER),
            input_block(
                "confirmation",
                f"Type {CONFIRMATION} to remove it for good",
                text_input(ids.FORGET_TYPED, max_length=20),
            ),
        ],
        callback_id=ids.FORGET_CONFIRM,
        submit="Remove for good",
        close="Cancel",
        metadata=json.dumps({"v": _VERSION, "subject": asdict(preview.subject)}),
    )


def subject_of(metadata: str) -> Subject:
    """The person that a form is about."""
    return Subject(**facts_of(metadata)["subject"])


def asked_modal(number: int, *, is_self: bool) -> dict[str, Any]:
    """What stands in place of the form once the wish is recorded."""
    whom = "you" if is_self else "them"
    text = (
        f":wastebasket: *Forgetting {whom} is under way* (record G-{number}). A direct message "
        "tells you what was removed, in a minute at most."
    )
    return modal("Forget a person", [section(text)], close="Done")


def forgotten_message(number: int, counts: Mapping[str, int]) -> Message:
    """What was removed, for who asked."""
    head = f":wastebasket: *Done: the person of record G-{number} is forgotten.*"
    blocks = [
        section(head),
        section("\n".join(_lines(counts)) or "Nothing of them was saved here."),
        context(_NOT_REMOVED),
    ]
    return Message(
        text=f"Done: the person of record G-{number} is forgotten.", blocks=tuple(blocks)
    )


def subject_words(subject: Subject) -> str:
    """Who is meant, as mrkdwn for a private place."""
    if subject.user_id is not None:
        return mention(subject.user_id)
    of = f" of {mrkdwn(subject.customer, 60)}" if subject.customer else ""
    return f"{mrkdwn(subject.name, _NAME_CHARS)}{of}"


def _lines(counts: Mapping[str, int]) -> list[str]:
    return [
        f"• *{counted(counts[kind], one, many)}*: {fate}"
        for kind, (one, many, fate) in _REMOVED.items()
        if counts.get(kind)
    ]


_LATER_OF_MEMBERS = (
    "From then on nobody else can save their messages. They can still use Linchpin themselves; "
    "their name is not kept again."
)
_LATER = "What is saved under that name later is new, and stays."
