"""Decisions: the message shortcut, /linchpin decide, the forms, and the review."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.core.people import Deed
from domain.decisions import MAX_TEXT_CHARS, MAX_TITLE_CHARS, Said, TypedDecision, typed_of
from domain.feedback.model import Source
from domain.text.slack_message import author_of, permalink, readable_text
from domain.text.slack_text import unescape
from handlers.idea_page.forms import origin_of
from handlers.objectives.forms import is_in_message
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.decisions import actions as decisions
from services.decisions import pages as decision_pages
from services.feedback import mentions
from services.workspace import people
from views.blockkit import ids
from views.blockkit.form_metadata import FormOrigin, form_origin
from views.decisions.forms import decision_form, typed_decision
from views.decisions.pages import (
    decision_modal,
    decisions_message,
    decisions_modal,
    later_form,
    recorded_modal,
)

_PRIVATE_NAMES = ("directmessage", "privategroup")
_LATER_DAYS = 30


def register(board: Switchboard) -> None:
    """Listen to the shortcut, to every button and to every form about a decision."""
    board.shortcut(ids.RECORD_DECISION, shortcut_record)
    for action_id, listener in (
        (ids.DECISION_NEW, open_new),
        (ids.DECISION_OPEN, open_decision),
        (ids.DECISION_EDIT, open_edit),
        (ids.DECISION_KEEP, keep),
        (ids.DECISION_LATER, open_later),
        (ids.HOME_DECISIONS, open_list),
        (ids.DECISIONS_PAGE, turn_page),
    ):
        board.action(action_id, listener)
    for callback_id, listener in (
        (ids.DECISION_FORM, submit_new),
        (ids.DECISION_EDIT_FORM, submit_edit),
        (ids.DECISION_LATER_FORM, submit_later),
    ):
        board.view(callback_id, listener)


def command_decide(visit: Visit, words: str) -> None:
    """Open the form with what was typed as the decision; what is too long goes into the context."""
    people.admit(visit.database, visit.request("command"), Deed.RECORD)
    text = unescape(words).strip()
    title = " ".join(text.split())
    is_long = len(title) > MAX_TITLE_CHARS
    typed = TypedDecision(
        title=f"{title[: MAX_TITLE_CHARS - 1]}…" if is_long else title,
        context=text[:MAX_TEXT_CHARS] if is_long else "",
        decided_by=(visit.user_id,),
        owner_id=visit.user_id,
    )
    modals.show(visit, decision_form(typed, FormOrigin()))


def command_decisions(visit: Visit, words: str) -> None:
    """List decisions, those that hold the words typed."""
    request = visit.request("command")
    message = decisions_message(
        decision_pages.listing(visit.database, request, unescape(words).strip())
    )
    visit.answer(message)


def open_number(visit: Visit, number: int) -> None:
    """Open the page of a decision whose number was typed."""
    _show(visit, number)


def shortcut_record(visit: Visit) -> None:
    """Open the form with a message's words, author and link."""
    message: dict[str, Any] = visit.payload["message"]
    author = author_of(message)
    cast = people.among(visit.database, visit.workspace_id, {str(message.get("user"))})
    names = mentions.names_of(visit.database, visit.workspace_id, [message], visit.at)
    text = readable_text(message, names)
    person = cast.get(author.user_id or "")
    is_gone = person is not None and (person.is_deleted or person.is_bot)
    origin = _origin_of(visit, message)
    name = person.name if is_gone and person else author.name
    origin = replace(origin, said_by=None if is_gone else author.user_id, said_by_name=name)
    deciders = (origin.said_by,) if origin.said_by else (visit.user_id,)
    typed = TypedDecision(
        title="" if origin.is_private else _first_line(text),
        quote=text[:MAX_TEXT_CHARS],
        decided_by=deciders,
        owner_id=visit.user_id,
    )
    view = decision_form(
        typed,
        origin,
        address=_link_of(visit, origin),
        is_clipped=len(text) > MAX_TEXT_CHARS,
        has_quote=True,
    )
    modals.show(visit, view)


def open_new(visit: Visit) -> None:
    """Open the empty form."""
    command_decide(visit, "")


def open_decision(visit: Visit) -> None:
    """Open the page of a decision."""
    _show(visit, int(visit.payload["value"]))


def open_list(visit: Visit) -> None:
    """Show the decisions in a modal."""
    shown = decision_pages.listing(visit.database, visit.request("button"), "")
    modals.show(visit, decisions_modal(shown))


def turn_page(visit: Visit) -> None:
    """Show another part of the list in the same private answer."""
    offset, _, words = str(visit.payload["value"]).partition(" ")
    if visit.response_url is not None:
        decision_pages.turn_page(
            visit.database, visit.request("button"), words, int(offset), visit.response_url
        )


def open_edit(visit: Visit) -> None:
    """Open the form with what a decision says."""
    page = decision_pages.page(visit.database, visit.request("button"), int(visit.payload["value"]))
    url = visit.response_url if is_in_message(visit) else None
    origin = FormOrigin(page.decision.number, page.seen, _channel(visit), url)
    typed = typed_of(page.decision)
    if page.decision.awaits_review(page.today):
        typed = replace(typed, review_on=None)  # this edit is the review
    has_quote = page.decision.said is not None
    modals.show(visit, decision_form(typed, origin, page.ideas, has_quote=has_quote))


def keep(visit: Visit) -> None:
    """Say that a decision still holds."""
    number = int(visit.payload["value"])
    url = visit.response_url if is_in_message(visit) else None
    decisions.keep(visit.database, visit.request("button"), number, answer_url=url)
    if url is None:
        _show(visit, number, note=":white_check_mark: It still holds.")


def open_later(visit: Visit) -> None:
    """Open the form that asks when a decision comes back."""
    page = decision_pages.page(visit.database, visit.request("button"), int(visit.payload["value"]))
    url = visit.response_url if is_in_message(visit) else None
    origin = FormOrigin(page.decision.number, page.seen, _channel(visit), url)
    modals.show(visit, later_form(page.decision, origin, page.today + timedelta(days=_LATER_DAYS)))


def submit_new(visit: Visit) -> None:
    """Record the decision and say when it comes back."""
    origin = form_origin(visit.payload.get("private_metadata"))
    typed = typed_decision(visit.payload["state"]["values"])
    made = decisions.record(visit.database, visit.request("modal"), typed, _said(visit, origin))
    visit.ack(response_action="update", view=recorded_modal(made))


def submit_edit(visit: Visit) -> None:
    """Save what was edited and show the page; a clash with somebody else's edit is told in the
    form, which keeps what was typed."""
    origin = form_origin(visit.payload.get("private_metadata"))
    typed = typed_decision(visit.payload["state"]["values"])
    number, request = origin.number or 0, visit.request("modal")
    edited = decisions.edit(
        visit.database, request, number, typed, origin.seen, answer_url=origin.answer_url
    )
    if edited.clashes:
        named = decision_pages.ideas_named(visit.database, visit.workspace_id, typed.idea_numbers)
        view = decision_form(
            typed,
            replace(origin, seen=edited.seen),
            named,
            has_quote="quote" in visit.payload["state"]["values"],
            clashes=edited.clashes,
        )
        visit.ack(response_action="update", view=view)
        return
    page = decision_pages.page(visit.database, request, number)
    view = decision_modal(page, origin.channel_id, note=":white_check_mark: Saved.")
    visit.ack(response_action="update", view=view)


def submit_later(visit: Visit) -> None:
    """Have the decision come back on the chosen day."""
    origin = form_origin(visit.payload.get("private_metadata"))
    chosen = visit.payload["state"]["values"]["review_on"][ids.DECISION_REVIEW]
    number, request = origin.number or 0, visit.request("modal")
    day, url = chosen.get("selected_date"), origin.answer_url
    decisions.postpone(visit.database, request, number, day, answer_url=url)
    if url is None:
        page = decision_pages.page(visit.database, request, number)
        view = decision_modal(page, origin.channel_id, note=":white_check_mark: Saved.")
        visit.ack(response_action="update", view=view)


def _show(visit: Visit, number: int, *, note: str = "") -> None:
    page = decision_pages.page(visit.database, visit.request("button"), number)
    modals.show(visit, decision_modal(page, _channel(visit), note=note))


def _channel(visit: Visit) -> str | None:
    return visit.channel_id or origin_of(visit).channel_id


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= MAX_TITLE_CHARS else f"{line[: MAX_TITLE_CHARS - 1].rstrip()}…"


def _origin_of(visit: Visit, message: dict[str, Any]) -> FormOrigin:
    name, channel_id = visit.channel_name or "", visit.channel_id or ""
    is_private = name in _PRIVATE_NAMES or name.startswith("mpdm-") or channel_id.startswith("D")
    return FormOrigin(
        channel_id=channel_id,
        message_ts=str(visit.payload.get("message_ts") or message["ts"]),
        thread_ts=message.get("thread_ts"),
        is_private=is_private,
    )


def _link_of(visit: Visit, origin: FormOrigin) -> str | None:
    domain = (visit.body.get("team") or {}).get("domain")
    if not domain or origin.channel_id is None or origin.message_ts is None:
        return None
    return permalink(domain, origin.channel_id, origin.message_ts, origin.thread_ts)


def _said(visit: Visit, origin: FormOrigin) -> Said | None:
    if origin.channel_id is None or origin.message_ts is None:
        return None
    address = _link_of(visit, origin)
    source = Source(origin.channel_id, origin.message_ts, address, origin.is_private)
    return Said(source, origin.said_by, origin.said_by_name)
