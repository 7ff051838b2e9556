"""The names of people, channels and user groups that messages mention, now or as soon as known.

A name that nobody told yet is asked for at Slack; until then its id stands in the text, and the
clock puts the name in its place.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.core.changes import SYSTEM
from domain.core.people import Request
from domain.text.redaction import Spoken
from domain.text.slack_message import named_in
from domain.text.slack_text import mark_of, with_name
from services.feedback import redaction as sources_said
from services.outbox.messages import read_channel, read_groups, read_person
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.feedback import notes as attached_notes
from storage.feedback import unknown_names
from storage.feedback.source_words import SOURCE_DOOR
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, user_groups

PRIVATE = "private-channel"
"""What a private channel is called in a text that others may read: its name is for its members."""

_WANTED_FOR = timedelta(days=30)
"""A name that nobody told for so long isn't looked for any longer."""

_SAVED_WITHIN = timedelta(minutes=20)
"""So long a form may be open that was filled in with an id before its name was known."""

_ROOMS = ("C", "G")

Message = Mapping[str, Any]


def names_in(
    session: Session,
    workspace_id: int,
    messages: Iterable[Message],
    at: datetime,
    *,
    also: Collection[str] = (),
) -> dict[str, str]:
    """Return the names of what messages mention, by id; those unknown are asked for (part of a
    transaction). ``also`` are the ids of their authors."""
    ids = {one for message in messages for one in named_in(message)}
    names, known = _known(session, workspace_id, {*ids, *also})
    _want(session, workspace_id, ids - known, at)
    return names


def names_of(
    database: Database,
    workspace_id: int,
    messages: Collection[Message],
    at: datetime,
    *,
    also: Collection[str] = (),
) -> dict[str, str]:
    """Return the same outside a transaction."""
    ids = {one for message in messages for one in named_in(message)}
    with database.reading() as session:
        names, known = _known(session, workspace_id, {*ids, *also})
    if ids - known:
        with database.transaction() as session:
            _want(session, workspace_id, ids - known, at)
    return names


def fill_in_all(database: Database, at: datetime) -> None:
    """Put the names that became known in the place of ids; for the clock, every minute."""
    with database.reading() as session:
        wanted = unknown_names.every(session)
    for workspace_id, ids in wanted.items():
        with database.transaction() as session:
            names, _known_ids = _known(session, workspace_id, ids)
            for slack_id, name in sorted(names.items()):
                _fill_in(session, Request(workspace_id, SYSTEM, SOURCE_DOOR, at), slack_id, name)
            unknown_names.settle(session, workspace_id, names.keys(), at - _SAVED_WITHIN)
            unknown_names.forget(session, at - _WANTED_FOR)


def _known(
    session: Session, workspace_id: int, ids: Collection[str]
) -> tuple[dict[str, str], set[str]]:
    """The names of ids, and the ids that Slack told of: a forgotten person has no name."""
    cast = people.among(session, workspace_id, {one for one in ids if one.startswith(("U", "W"))})
    names = {one: person.name for one, person in cast.items() if person.name}
    known = set(cast)
    rooms = {one for one in ids if one.startswith(_ROOMS)}
    for one, channel in (channels.among(session, workspace_id, rooms) if rooms else {}).items():
        name = PRIVATE if channel.is_private else channel.name
        if name:
            names[one] = name
            known.add(one)
    teams = {one for one in ids if one.startswith("S")}
    for one, group in (user_groups.of_ids(session, workspace_id, teams) if teams else {}).items():
        names[one] = group.handle or group.name
        known.add(one)
    return names, known


def _want(session: Session, workspace_id: int, ids: Collection[str], at: datetime) -> None:
    unknown_names.want(session, workspace_id, ids, at)
    for one in sorted(ids):
        if one.startswith(_ROOMS):
            new_task = read_channel(one, at=at)
        elif one.startswith("S"):
            new_task = read_groups(key=f"groups:{at:%Y-%m-%dT%H}:wanted", at=at)
        else:
            new_task = read_person(one, at=at)
        outbox.enqueue(session, workspace_id, new_task, at)


def _fill_in(session: Session, request: Request, slack_id: str, name: str) -> None:
    mark, workspace_id = mark_of(slack_id), request.workspace_id
    for row_id, number, text, words in unknown_names.feedback_with(session, workspace_id, mark):
        now = with_name(text, slack_id, name)
        kept = with_name(words, slack_id, name) if words else words
        if (now, kept) != (text, words):
            unknown_names.set_feedback(session, workspace_id, row_id, now, kept)
            _tell(session, request, (row_id, number), text, now)
    for row_id, text in unknown_names.notes_with(session, workspace_id, mark):
        attached_notes.reword(session, workspace_id, row_id, with_name(text, slack_id, name))
    for row_id, quote in unknown_names.decisions_with(session, workspace_id, mark):
        now = with_name(quote, slack_id, name)
        if now != quote:
            unknown_names.set_quote(session, workspace_id, row_id, now)
            subject = ("decision", row_id)
            changes.record(session, request, subject, "quote", before=quote, after=now)


def _tell(
    session: Session, request: Request, feedback: tuple[int, int], before: str, after: str
) -> None:
    """Let the log, what waits to be said and the cards follow a text."""
    row_id, number = feedback
    if before == after:
        return
    changes.record(session, request, ("feedback", row_id), "text", before=before, after=after)
    sources_said.put_in_place(session, request.workspace_id, [Spoken(number, before)], after)
