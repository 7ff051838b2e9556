"""Check what somebody wants to announce, where and when."""

from collections.abc import Sequence
from datetime import datetime

from domain.announcements import (
    MAX_CHANNELS,
    MAX_HEADLINE_CHARS,
    MAX_TEXT_CHARS,
    Announcement,
    Note,
)
from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Person, Request
from domain.ideas.model import Idea, Status
from domain.text.words import check_text
from storage.announcements import queries as storage
from storage.channels import queries as channels
from storage.database.engine import Session
from storage.ideas import queries as ideas
from storage.workspace import people


def person_of(session: Session, request: Request) -> Person | None:
    """Return the person who asks, as far as they are known."""
    return people.get(session, request.workspace_id, request.user_id)


def check_places(session: Session, request: Request, channel_ids: Sequence[str]) -> None:
    """Raise InvalidInput for channels that nothing can be announced in."""
    if not channel_ids:
        raise InvalidInput("Choose at least one channel.", field="channels")
    if len(channel_ids) > MAX_CHANNELS:
        raise InvalidInput(
            f"An announcement goes to {MAX_CHANNELS} channels at most. "
            "For more of them a digest serves better: /digest",
            field="channels",
        )
    workspace_id = request.workspace_id
    outside = [one for one in channel_ids if channels.is_outside(session, workspace_id, one)]
    if outside:
        known = channels.among(session, workspace_id, outside)
        names = [f"#{known[one].name}" for one in outside if one in known and known[one].name]
        where = " and ".join(names) or "one of these channels"
        raise InvalidInput(
            f"I am not in {where}. Type /invite @Linchpin there, or take it out here.",
            field="channels",
        )


def check_time(request: Request, post_at: datetime | None) -> None:
    """Raise InvalidInput for a time that has passed."""
    if post_at is not None and post_at <= request.at:
        raise InvalidInput(
            "That time is past. Choose a later one, or none to post now.", field="post_at"
        )


def check_waits(made: Announcement) -> None:
    """Raise InvalidInput for an announcement that was posted or cancelled."""
    if not made.is_waiting:
        became = "called off" if made.cancelled_at else "posted"
        raise InvalidInput(f"It was {became} meanwhile, so it cannot be changed any more.")


def check_is_shipped(idea: Idea) -> None:
    """Raise NotAllowed for an idea that has not shipped."""
    if idea.status is not Status.SHIPPED:
        raise NotAllowed(
            f"{idea.reference} is not shipped yet. "
            f"When it is: /idea {idea.reference} shipped, and then announce it."
        )


def checked(note: Note) -> Note:
    """Return a note without spaces around its texts; raises InvalidInput."""
    headline = check_text(note.headline, what="headline", field="headline").strip()
    if len(headline) > MAX_HEADLINE_CHARS:
        raise InvalidInput(
            f"A headline has at most {MAX_HEADLINE_CHARS} characters.", field="headline"
        )
    text = check_text(note.text, what="text", field="text").strip()
    if len(text) > MAX_TEXT_CHARS:
        raise InvalidInput(f"The text has at most {MAX_TEXT_CHARS:,} characters.", field="text")
    return Note(headline, text, note.tells_askers)


def idea_of(session: Session, workspace_id: int, number: int) -> Idea:
    """Return the idea with a number; raises NotFound."""
    found = ideas.by_number(session, workspace_id, number)
    if found is None:
        raise NotFound(f"There is no I-{number} in this workspace.")
    return found


def announcement_of(
    session: Session, workspace_id: int, announcement_id: int, *, lock: bool = False
) -> Announcement:
    """Return an announcement, locked for a change if asked; raises NotFound."""
    found = storage.get(session, workspace_id, announcement_id, lock=lock)
    if found is None:
        raise NotFound("That announcement is not there any more.")
    return found
