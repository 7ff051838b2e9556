"""Decisions: the message shortcut, /linchpin decide, the forms, and the review."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.core.people import Permission
from domain.dates.days import local_day
from domain.decisions import MAX_TEXT_CHARS, MAX_TITLE_CHARS, DecisionQuote, TypedDecision, typed_of
from domain.feedback.model import Source
from domain.text.slack_message import author_of, permalink, readable_text
from domain.text.slack_text import unescape
from handlers.ideas.navigation import origin_of
from handlers.objectives.forms import is_in_message
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.part import HomeButton, HomeSection, ShownPart
from handlers.slack.router import Router
from services.decisions import actions as decisions
from services.decisions import pages as decision_pages
from services.feedback import mentions
from services.home.tab import HomeVisit
from services.workspace import people
from services.workspace.people import zone_of
from storage.decisions import queries
from views.blockkit import ids
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.blockkit.metadata import FormOrigin, form_origin
from views.decisions.forms import decision_form, typed_decision
from views.decisions.home import HOME_BUTTON, review_blocks
from views.decisions.pages import (
    decision_modal,
    decisions_message,
    decisions_modal,
    later_form,
    recorded_modal,
)

_PRIVATE_NAMES = ("directmessage", "privategroup")
_LATER_DAYS = 30


def register(router: Router) -> None:
    """Listen to the shortcut, and to every word, button and form about a decision."""
    router.subcommand("/linchpin", ("decide", "decision"), command_decide)
    router.subcommand("/linchpin", "decisions", command_decisions)
    router.reference("D", open_number)
    router.shortcut(ids.RECORD_DECISION, shortcut_record, permission=Permission.RECORD)
    for action_id, listener in (
        (ids.DECISION_OPEN, open_decision),
        (ids.DECISION_EDIT, open_edit),
        (ids.DECISION_KEEP, keep),
        (ids.DECISION_LATER, open_later),
        (ids.HOME_DECISIONS, open_list),
        (ids.DECISIONS_PAGE, turn_page),
    ):
        router.action(action_id, listener, permission=Permission.TAKE_PART)
    router.action(ids.DECISION_NEW, open_new, permission=Permission.RECORD)
    router.view(ids.DECISION_FORM, submit_new, permission=Permission.RECORD)
    for callback_id, listener in (
        (ids.DECISION_EDIT_FORM, submit_edit),
        (ids.DECISION_LATER_FORM, submit_later),
    ):
        router.view(callback_id, listener, permission=Permission.TAKE_PART)


def command_decide(interaction: Interaction, words: str) -> None:
    """Open the form with what was typed as the decision; what is too long goes into the context."""
    people.admit(interaction.database, interaction.request("command"), Permission.RECORD)
    text = unescape(words).strip()
    title = " ".join(text.split())
    is_long = len(title) > MAX_TITLE_CHARS
    typed = TypedDecision(
        title=f"{title[: MAX_TITLE_CHARS - 1]}…" if is_long else title,
        context=text[:MAX_TEXT_CHARS] if is_long else "",
        decided_by=(interaction.user_id,),
        owner_id=interaction.user_id,
    )
    modals.show(interaction, decision_form(typed, FormOrigin()))


def command_decisions(interaction: Interaction, words: str) -> None:
    """List decisions, those that hold the words typed."""
    request = interaction.request("command")
    message = decisions_message(
        decision_pages.listing(interaction.database, request, unescape(words).strip())
    )
    interaction.answer(message)


def open_number(interaction: Interaction, number: int) -> None:
    """Open the page of a decision whose number was typed."""
    _show(interaction, number)


def shortcut_record(interaction: Interaction) -> None:
    """Open the form with a message's words, author and link."""
    message: dict[str, Any] = interaction.payload["message"]
    author = author_of(message)
    cast = people.among(interaction.database, interaction.workspace_id, {str(message.get("user"))})
    names = mentions.names_of(
        interaction.database, interaction.workspace_id, [message], interaction.at
    )
    text = readable_text(message, names)
    person = cast.get(author.user_id or "")
    is_gone = person is not None and (person.is_deleted or person.is_bot)
    origin = _origin_of(interaction, message)
    name = person.name if is_gone and person else author.name
    origin = replace(origin, said_by=None if is_gone else author.user_id, said_by_name=name)
    deciders = (origin.said_by,) if origin.said_by else (interaction.user_id,)
    typed = TypedDecision(
        title="" if origin.is_private else _first_line(text),
        quote=text[:MAX_TEXT_CHARS],
        decided_by=deciders,
        owner_id=interaction.user_id,
    )
    view = decision_form(
        typed,
        origin,
        address=_link_of(interaction, origin),
        is_clipped=len(text) > MAX_TEXT_CHARS,
        has_quote=True,
    )
    modals.show(interaction, view)


def open_new(interaction: Interaction) -> None:
    """Open the empty form."""
    command_decide(interaction, "")


def open_decision(interaction: Interaction) -> None:
    """Open the page of a decision."""
    _show(interaction, int(interaction.payload["value"]))


def open_list(interaction: Interaction) -> None:
    """Show the decisions in a modal."""
    shown = decision_pages.listing(interaction.database, interaction.request("button"), "")
    modals.show(interaction, decisions_modal(shown))


def turn_page(interaction: Interaction) -> None:
    """Show another part of the list in the same private answer."""
    offset, _, words = str(interaction.payload["value"]).partition(" ")
    if interaction.response_url is not None:
        decision_pages.turn_page(
            interaction.database,
            interaction.request("button"),
            words,
            int(offset),
            interaction.response_url,
        )


def open_edit(interaction: Interaction) -> None:
    """Open the form with what a decision says."""
    page = decision_pages.page(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    url = interaction.response_url if is_in_message(interaction) else None
    origin = FormOrigin(page.decision.number, page.seen, _channel(interaction), url)
    typed = typed_of(page.decision)
    if page.decision.awaits_review(page.today):
        typed = replace(typed, review_on=None)  # this edit is the review
    has_quote = page.decision.said is not None
    modals.show(interaction, decision_form(typed, origin, page.ideas, has_quote=has_quote))


def keep(interaction: Interaction) -> None:
    """Say that a decision still holds."""
    number = int(interaction.payload["value"])
    url = interaction.response_url if is_in_message(interaction) else None
    decisions.keep(interaction.database, interaction.request("button"), number, answer_url=url)
    if url is None:
        _show(interaction, number, note=":white_check_mark: It still holds.")


def open_later(interaction: Interaction) -> None:
    """Open the form that asks when a decision comes back."""
    page = decision_pages.page(
        interaction.database, interaction.request("button"), int(interaction.payload["value"])
    )
    url = interaction.response_url if is_in_message(interaction) else None
    origin = FormOrigin(page.decision.number, page.seen, _channel(interaction), url)
    modals.show(
        interaction, later_form(page.decision, origin, page.today + timedelta(days=_LATER_DAYS))
    )


def submit_new(interaction: Interaction) -> None:
    """Record the decision and say when it comes back."""
    origin = form_origin(interaction.payload.get("private_metadata"))
    typed = typed_decision(interaction.form)
    made = decisions.record(
        interaction.database, interaction.request("modal"), typed, _said(interaction, origin)
    )
    interaction.ack(response_action="update", view=recorded_modal(made))


def submit_edit(interaction: Interaction) -> None:
    """Save what was edited and show the page; a clash with somebody else's edit is told in the
    form, which keeps what was typed."""
    origin = form_origin(interaction.payload.get("private_metadata"))
    typed = typed_decision(interaction.form.require("decided_by", "owner", "ideas"))
    number, request = origin.number or 0, interaction.request("modal")
    edited = decisions.edit(
        interaction.database, request, number, typed, origin.seen, answer_url=origin.answer_url
    )
    if edited.clashes:
        named = decision_pages.ideas_named(
            interaction.database, interaction.workspace_id, typed.idea_numbers
        )
        view = decision_form(
            typed,
            replace(origin, seen=edited.seen),
            named,
            has_quote="quote" in interaction.form,
            clashes=edited.clashes,
        )
        interaction.ack(response_action="update", view=view)
        return
    page = decision_pages.page(interaction.database, request, number)
    view = decision_modal(page, origin.channel_id, note=":white_check_mark: Saved.")
    interaction.ack(response_action="update", view=view)


def submit_later(interaction: Interaction) -> None:
    """Have the decision come back on the chosen day."""
    origin = form_origin(interaction.payload.get("private_metadata"))
    number, request = origin.number or 0, interaction.request("modal")
    day, url = interaction.form.date("review_on", ids.DECISION_REVIEW), origin.answer_url
    decisions.postpone(interaction.database, request, number, day, answer_url=url)
    if url is None:
        page = decision_pages.page(interaction.database, request, number)
        view = decision_modal(page, origin.channel_id, note=":white_check_mark: Saved.")
        interaction.ack(response_action="update", view=view)


def _show(interaction: Interaction, number: int, *, note: str = "") -> None:
    page = decision_pages.page(interaction.database, interaction.request("button"), number)
    modals.show(interaction, decision_modal(page, _channel(interaction), note=note))


def _channel(interaction: Interaction) -> str | None:
    return interaction.channel_id or origin_of(interaction).channel_id


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= MAX_TITLE_CHARS else f"{line[: MAX_TITLE_CHARS - 1].rstrip()}…"


def _origin_of(interaction: Interaction, message: dict[str, Any]) -> FormOrigin:
    name, channel_id = interaction.channel_name or "", interaction.channel_id or ""
    is_private = name in _PRIVATE_NAMES or name.startswith("mpdm-") or channel_id.startswith("D")
    return FormOrigin(
        channel_id=channel_id,
        message_ts=str(interaction.payload.get("message_ts") or message["ts"]),
        thread_ts=message.get("thread_ts"),
        is_private=is_private,
    )


def _link_of(interaction: Interaction, origin: FormOrigin) -> str | None:
    domain = (interaction.body.get("team") or {}).get("domain")
    if not domain or origin.channel_id is None or origin.message_ts is None:
        return None
    return permalink(domain, origin.channel_id, origin.message_ts, origin.thread_ts)


def _said(interaction: Interaction, origin: FormOrigin) -> DecisionQuote | None:
    if origin.channel_id is None or origin.message_ts is None:
        return None
    address = _link_of(interaction, origin)
    source = Source(origin.channel_id, origin.message_ts, address, origin.is_private)
    return DecisionQuote(source, origin.said_by, origin.said_by_name)


_ON_HOME = 5


def _reviews(visit: HomeVisit) -> list[Block]:
    request = visit.request
    today = local_day(request.at, zone_of(visit.session, visit.workspace.id, visit.person))
    waiting = queries.awaiting(visit.session, visit.workspace.id, request.user_id, today)
    return review_blocks(waiting[:_ON_HOME])


PART = ShownPart(
    help=(
        HelpPart(
            920,
            "Objectives and decisions",
            (
                "`/linchpin decide We drop IE11`  records a decision; so does *Record decision* in "
                "the ⋯ menu of a message",
                "`/linchpin decisions`  lists them; `/linchpin D-3` opens one",
            ),
        ),
    ),
    home=(HomeSection(410, _reviews),),
    buttons=(HomeButton(600, HOME_BUTTON),),
)
