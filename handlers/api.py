"""/linchpin token: the list of API tokens, their form, and revoking them."""

from typing import Any

from domain.api import Right, Token, TokenInput, parse_wish, token_wish
from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.dates.periods import read_day
from domain.home.health import Note
from domain.text.slack_text import unescape
from domain.text.words import split_command, straighten
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Interaction
from handlers.slack.part import ShownPart
from handlers.slack.router import Router
from services.api import tokens
from services.home.tab import HomeVisit
from services.workspace import date_reading
from views.api import (
    attention_lines,
    made_message,
    made_modal,
    revoked_sentence,
    token_form,
    tokens_modal,
)
from views.blockkit import ids
from views.blockkit.blocks import notice_modal
from views.blockkit.help import HelpPart
from views.blockkit.text import escape


def register(router: Router) -> None:
    """Listen to the command, its form and its buttons."""
    router.subcommand("/linchpin", ("token", "tokens"), command_token)
    router.view(ids.TOKEN_FORM, submit_token, permission=Permission.RECORD)
    for action_id, listener in (
        (ids.TOKENS_OPEN, open_tokens),
        (ids.TOKEN_NEW, open_form),
        (ids.TOKEN_REVOKE, revoke_token),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)


def command_token(interaction: Interaction, text: str) -> None:
    """Answer what follows /linchpin token: nothing, ``new`` and a wish, or ``revoke`` and a
    number."""
    verb, rest = split_command(unescape(text))
    if verb in ("", "list"):
        open_tokens(interaction)
    elif verb == "new" and not rest:
        open_form(interaction)
    elif verb == "new":
        order = date_reading.of_person(interaction.database, interaction.request("command")).order
        message = made_message(
            *_make(interaction, parse_wish(rest, interaction.at, order), "command")
        )
        interaction.answer(with_reading(interaction, rest, message))
    elif verb == "revoke":
        interaction.ack(
            response_type="ephemeral", text=escape(_revoke(interaction, rest, "command"))
        )
    else:
        raise InvalidInput(
            "Type /linchpin token to see them, /linchpin token new Help desk feedback:write until "
            "2027-03-01 to make one, or /linchpin token revoke 3."
        )


def open_tokens(interaction: Interaction) -> None:
    """Show the list of tokens."""
    modals.push(interaction, _list(interaction))


def open_form(interaction: Interaction) -> None:
    """Open the form for a new token."""
    _check_may_make(interaction)
    modals.push(interaction, token_form())


def submit_token(interaction: Interaction) -> None:
    """Make the token, and show its secret."""
    form = interaction.form
    wish = token_wish(
        form.text("name", ids.TOKEN_NAME),
        tuple(Right(one) for one in form.options("rights", ids.TOKEN_RIGHTS)),
        read_day(form.date("last_day", ids.TOKEN_LAST_DAY), "last_day"),
        interaction.at,
    )
    made = _make(interaction, wish, "modal")
    interaction.ack(response_action="update", view=made_modal(*made))
    modals.renew_below(interaction, lambda: _list(interaction))


def revoke_token(interaction: Interaction) -> None:
    """End a token, and say so: in the list when the button was there."""
    said = _revoke(interaction, str(interaction.payload["value"]), "button")
    view = interaction.body.get("view") or {}
    if view.get("callback_id") != ids.TOKENS_OPEN:
        modals.push(interaction, notice_modal(said))
    else:
        modals.replace(interaction, _list(interaction, note=said))


def _make(interaction: Interaction, wish: TokenInput, door: str) -> tuple[Token, str, str]:
    made = tokens.make(interaction.database, interaction.request(door), wish)
    return (
        made.token,
        made.secret,
        interaction.app_context.public_url or interaction.app_context.address,
    )


def _revoke(interaction: Interaction, typed: str, door: str) -> str:
    digits = straighten(typed).lower().removeprefix("token").strip(" #-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise InvalidInput("Which one? Type its number, as in /linchpin token revoke 3.")
    found = tokens.revoke(interaction.database, interaction.request(door), int(digits))
    return revoked_sentence(found, interaction.at)


def _list(interaction: Interaction, note: str = "") -> dict[str, Any]:
    found = tokens.listed(interaction.database, interaction.request("command"))
    return tokens_modal(found.open, found.ended, found.makers, interaction.at, note=note)


def _check_may_make(interaction: Interaction) -> None:
    """Raise NotAllowed before somebody fills in a form in vain."""
    tokens.listed(interaction.database, interaction.request("command"))


_MOST_NAMED = 10


def _note(visit: HomeVisit) -> Note | None:
    at = visit.request.at
    found = tokens.needing_attention(visit.session, visit.workspace.id, at)
    lines = attention_lines(found[:_MOST_NAMED], at)
    return Note("API tokens", tuple(lines)) if lines else None


PART = ShownPart(
    help=(
        HelpPart(
            1050,
            "Linchpin itself",
            ("`/linchpin token`  lets a help desk or a form send feedback over HTTP (managers)",),
        ),
    ),
    note=_note,
)
