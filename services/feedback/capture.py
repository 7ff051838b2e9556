"""Feedback: saved once through any door, given details, taken back."""

from collections.abc import Iterable
from dataclasses import replace

from domain.channels import CaptureMethod, ChannelRule
from domain.core.errors import NotAllowed
from domain.core.people import Request, is_member, may_know_customers, may_manage
from domain.feedback.model import Captured, Details, Draft, Feedback, FeedbackState
from domain.text.labels import LabelKind, clean_name
from domain.text.words import check_text
from services.channels import rules as channel_rules
from services.feedback import (
    attachments,
)
from services.feedback import (
    notifications as feedback_news,
)
from services.feedback import (
    redaction as sources_said,
)
from services.feedback.intake import channel_readers as sources_readers
from services.feedback.pages import check_may_see, require_found, shown_to
from services.outbox import messages as outbox_messages
from services.workspace import people
from services.workspace.forgotten import without_forgotten
from services.workspace.switches import is_on
from storage.database.engine import Database, Session
from storage.feedback import queries as storage
from storage.feedback import writes as storage_writes
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people as people_storage
from storage.workspace import workspaces

_FACTS = ("text", "said_by", "said_by_name", "customer", "area", "importance")


def capture(database: Database, request: Request, draft: Draft) -> Captured:
    """Save feedback; a message that was saved before gives what it became instead.

    Raises InvalidInput for a text or a name that cannot be stored.
    """
    clean = cleaned(draft)
    with database.transaction() as session:
        return as_told(session, request, save(session, request, clean), clean)


def request_capture(session: Session, request: Request, channel_id: str, ts: str) -> None:
    """Have a message read and saved for the person who reacted (part of a transaction).

    Reactions of bots are ignored. For a message that was saved before, the person is told what
    it became.
    """
    person = people.notice(session, request)
    workspace = workspaces.get(session, request.workspace_id)
    if request.user_id == workspace.bot_user_id or (person is not None and person.is_bot):
        return
    key = f"capture:{channel_id}:{ts}:{request.key or request.user_id}"
    known = storage.by_message(session, request.workspace_id, channel_id, ts)
    if known is not None and known.state is not FeedbackState.WITHDRAWN:
        feedback_news.tell_saver(session, request, Captured(known, is_new=False), channel_id, key)
        return
    if feedback_news.is_turned_away(session, request, channel_id, CaptureMethod.EMOJI, key):
        return
    new_task = outbox_messages.read_message(
        channel_id, ts, request.user_id, key=key, request_key=request.key, at=request.at
    )
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def add_details(
    database: Database,
    request: Request,
    number: int,
    details: Details,
    *,
    answer_url: str | None = None,
) -> Feedback:
    """Replace the details of feedback, and renew the private answer at ``answer_url``.

    Raises NotFound, NotAllowed for feedback that was taken back, and InvalidInput.
    """
    with database.transaction() as session:
        before = _existing(session, request.workspace_id, number)
        if before.state is FeedbackState.WITHDRAWN:
            raise NotAllowed(f"{before.reference} was taken back, so nothing can be added to it.")
        check_may_see(session, request, before)
        facts = {fact: getattr(details, fact) for fact in _FACTS}
        facts["customer"] = _customer_meant(session, request, before, details)
        text = sources_said.text_meant(session, before, details.text)
        draft = cleaned(Draft(**{**facts, "text": text}))
        storage_writes.change(session, request, before.id, draft)
        if details.answers:
            attachments.answer(session, request, before, details.answers)
        after = _existing(session, request.workspace_id, number)
        _record(session, request, before, after, _FACTS)
        feedback_news.renew_answer(session, request, after, answer_url)
        typed = replace(draft, customer=details.customer)
        return as_told(session, request, Captured(after, is_new=True), typed).feedback


def undo(
    database: Database, request: Request, number: int, *, answer_url: str | None = None
) -> Feedback:
    """Take feedback back; only who saved it or a manager may, and not once it is evidence.

    Raises NotFound and NotAllowed. Taking it back twice changes nothing more.
    """
    with database.transaction() as session:
        before = _existing(session, request.workspace_id, number)
        if before.state is FeedbackState.WITHDRAWN:
            return before
        _check_may_undo(session, request, before)
        storage_writes.set_state(session, request.workspace_id, before.id, FeedbackState.WITHDRAWN)
        after = _existing(session, request.workspace_id, number)
        _record(session, request, before, after, ("state",))
        feedback_news.take_mark_back(session, request, after)
        feedback_news.renew_answer(session, request, after, answer_url)
        return shown_to(session, request, after)


def renew_answer(database: Database, request: Request, number: int, answer_url: str) -> None:
    """Show in the private answer at ``answer_url`` what feedback is now."""
    with database.transaction() as session:
        feedback = _existing(session, request.workspace_id, number)
        feedback_news.renew_answer(session, request, feedback, answer_url)


def again(session: Session, feedback: Feedback) -> Feedback:
    """Feedback as it is now (part of a transaction)."""
    return require_found(
        storage.get(session, feedback.workspace_id, feedback.number), feedback.number
    )


def save(session: Session, request: Request, draft: Draft) -> Captured:
    """Save a clean draft (part of a transaction): once per request and once per message."""
    if draft.source is not None and draft.source.message_ts is not None:
        known = _saved_before(session, request, draft)
        if known is not None:
            return known
    return save_unknown(session, request, draft)


def save_unknown(
    session: Session, request: Request, draft: Draft, rule: ChannelRule | None = None
) -> Captured:
    """The same for a message that is known not to be saved; ``rule`` is its channel's."""
    draft = without_forgotten(session, request, draft)
    draft, asks = channel_rules.with_defaults(session, request, draft, rule)
    added = storage_writes.add(session, request, draft)
    if added is None:  # the same request came before, or the same message at this very instant
        known = _saved_before(session, request, draft)
        assert known is not None
        return known
    stored = added.feedback
    if not added.saver_is_known:
        people.notice(session, request)
    changes.record(session, request, ("feedback", stored.id), "created", after=stored.number)
    feedback_news.ask_for_source(session, request, stored)
    sources_readers.want_readers(session, request.workspace_id, stored.source, request.at)
    kept = attachments.attach(session, request, stored, draft)
    return Captured(kept, is_new=True, asks=asks)


def cleaned(draft: Draft) -> Draft:
    """A draft ready to store; raises InvalidInput bound to the field it is about."""
    name = draft.said_by_name
    return replace(
        draft,
        text=check_text(draft.text, what="text", field="text"),
        said_by_name=check_text(name, what="name", field="said_by_name") if name else None,
        customer=clean_name(draft.customer, LabelKind.CUSTOMER) if draft.customer else None,
        area=clean_name(draft.area, LabelKind.AREA) if draft.area else None,
    )


def _saved_before(session: Session, request: Request, draft: Draft) -> Captured | None:
    if request.key is not None:
        first = storage.by_request(session, request.workspace_id, request.key)
        if first is not None:
            return Captured(first, is_new=True)
    source = draft.source
    if source is None or source.message_ts is None:
        return None
    known = storage.by_message(session, request.workspace_id, source.channel_id, source.message_ts)
    if known is None:
        return None
    if known.state is not FeedbackState.WITHDRAWN:
        return Captured(known, is_new=False)
    draft, asks = channel_rules.with_defaults(session, request, draft)
    storage_writes.save_again(session, request, known.id, draft)
    attachments.attach(session, request, known, draft)
    again = _existing(session, request.workspace_id, known.number)
    _record(session, request, known, again, ("state", "saved_by", *_FACTS))
    feedback_news.ask_for_source(session, request, again)
    return Captured(again, is_new=True, asks=asks)


def as_told(session: Session, request: Request, captured: Captured, draft: Draft) -> Captured:
    """What was saved as the person may see it, with the customer when they typed it themselves."""
    seen_in = draft.source.channel_id if draft.source else None
    told = shown_to(session, request, captured.feedback, seen_in)
    if captured.is_new and draft.customer is not None:
        told = replace(told, customer=captured.feedback.customer)
    return replace(captured, feedback=told)


def _customer_meant(
    session: Session, request: Request, before: Feedback, details: Details
) -> str | None:
    """The customer that a form says; a form without the field leaves it as it is."""
    person = people_storage.get(session, request.workspace_id, request.user_id)
    is_asked = may_know_customers(person) and is_on(session, request.workspace_id, "customers")
    if details.customer is None and not is_asked:
        return before.customer
    return details.customer


def _check_may_undo(session: Session, request: Request, feedback: Feedback) -> None:
    if feedback.idea_numbers:
        ideas = " and ".join(f"I-{number}" for number in feedback.idea_numbers)
        raise NotAllowed(
            f"{feedback.reference} is evidence for {ideas}, so it stays. Unlink it there first."
        )
    if _is_savers_or_managers(session, request, feedback):
        return
    if feedback.origin is not None:
        raise NotAllowed(
            f"{feedback.reference} came in through the API, so only a manager can take it back."
        )
    saver = people_storage.get(session, request.workspace_id, feedback.saved_by)
    is_named = saver is not None and is_member(saver) and bool(saver.name)
    who = f"{saver.name}, who" if saver is not None and is_named else "the person who"
    raise NotAllowed(f"Only {who} saved {feedback.reference}, or a manager can take it back.")


def _is_savers_or_managers(session: Session, request: Request, feedback: Feedback) -> bool:
    if feedback.saved_by == request.user_id:
        return True
    workspace = workspaces.get(session, request.workspace_id)
    return may_manage(workspace, people_storage.get(session, request.workspace_id, request.user_id))


def _record(
    session: Session, request: Request, before: Feedback, after: Feedback, facts: Iterable[str]
) -> None:
    for fact in facts:
        old, new = getattr(before, fact), getattr(after, fact)
        changes.record(session, request, ("feedback", after.id), fact, before=old, after=new)


def _existing(session: Session, workspace_id: int, number: int) -> Feedback:
    return require_found(storage.get(session, workspace_id, number, lock=True), number)
