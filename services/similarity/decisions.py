"""What a person decides about something alike: it is this one, or it is something else."""

from dataclasses import replace

from domain.core.people import Request
from domain.feedback.model import Captured, Draft, Source
from domain.idea_page.page import Filed
from domain.ideas.model import Idea
from domain.text.words import parse_reference
from services.feedback import capture as feedback
from services.feedback import notifications as feedback_news
from services.feedback import pages as feedback_pages
from services.ideas import evidence as ideas_evidence
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from storage.database.engine import Database, Session
from storage.outbox import queue as outbox


def it_is_idea(
    database: Database, request: Request, number: int, draft: Draft, *, answer_url: str | None
) -> Idea:
    """Save what was typed as feedback and make it evidence for the idea that it is.

    With ``answer_url`` the private answer there tells it. Raises NotFound and InvalidInput.
    """
    clean = feedback.cleaned(draft)
    with database.transaction() as session:
        saved = feedback.save(session, request, clean).feedback
        idea = ideas_evidence.join(session, request, number, saved.number)
        data = {"idea": pack(idea), "feedback": saved.number}
        _respond(session, request, answer_url, "idea_joined", data)
        return idea


def capture_into(
    database: Database,
    request: Request,
    draft: Draft,
    choice: str | None,
    *,
    thread_ts: str | None = None,
) -> Captured:
    """Save feedback and make it evidence for what a person chose.

    ``choice`` is an idea (``I-12``), or feedback (``F-3``) whose ideas it joins. Both happen, or
    neither does. ``thread_ts`` is the thread where it is told when the channel wants that. Raises
    NotFound and InvalidInput.
    """
    clean = feedback.cleaned(draft)
    with database.transaction() as session:
        captured = feedback.save(session, request, clean)
        if thread_ts is not None:
            feedback_news.tell_thread(session, request, captured, thread_ts)
        for number in _ideas_of(session, request, choice):
            ideas_evidence.join(session, request, number, captured.feedback.number)
        now = replace(captured, feedback=feedback.again(session, captured.feedback))
        return feedback.as_told(session, request, now, clean)


def tell_filed(database: Database, request: Request, filed: Filed, answer_url: str) -> None:
    """Tell in place of the question that the idea was filed all the same."""
    with database.transaction() as session:
        _respond(session, request, answer_url, "idea_filed", pack(filed))


def typed(text: str, channel_id: str | None) -> Draft:
    """What somebody typed as an idea, as feedback."""
    return Draft(text, source=Source(channel_id) if channel_id else None)


def _ideas_of(session: Session, request: Request, choice: str | None) -> tuple[int, ...]:
    reference = parse_reference(choice or "")
    if reference is None:
        return ()
    if reference.kind == "I":
        return (reference.number,)
    return feedback_pages.ideas_of(session, request.workspace_id, reference.number)


def _respond(
    session: Session, request: Request, url: str | None, template: str, data: dict[str, object]
) -> None:
    if url is None:
        return
    key = f"{template}:{request.key or request.at.isoformat()}"
    new_task = outbox_messages.respond(url, template, data, key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)
