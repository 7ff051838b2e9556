"""What is not saved any more of people who were forgotten."""

from dataclasses import replace

from domain.core.people import Request
from domain.erasure import Forgotten
from domain.feedback.model import Draft
from domain.feedback.threads import transcript
from storage.database.engine import Session
from storage.erasure import records as storage


def without_forgotten(session: Session, request: Request, draft: Draft) -> Draft:
    """A draft without the messages of people who were forgotten (part of a transaction).

    They may still save what they say themselves. Raises NotAllowed when nothing else is left.
    """
    authors = {one.author_id for one in draft.parts if one.author_id} | {draft.said_by or ""}
    gone = set(storage.aliases(session, request.workspace_id, authors - {""}))
    if request.door != "intake":
        gone -= {request.user_id}
    if not gone:
        return draft
    parts = tuple(one for one in draft.parts if one.author_id not in gone)
    if not any(one.author_id for one in parts):
        raise Forgotten(
            "Who wrote this asked to be forgotten, so their messages are not saved. They can save "
            "what they say themselves."
        )
    speaker = None if draft.said_by in gone else draft.said_by
    return replace(draft, parts=parts, text=transcript(parts), said_by=speaker)
