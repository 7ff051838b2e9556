"""/linchpin token: the list of API tokens, their form, and revoking them."""

from datetime import date
from typing import Any

from domain.api import Right, Token, TokenWish, parse_wish, token_wish
from domain.core.errors import InvalidInput
from domain.text.slack_text import unescape
from domain.text.words import split_command, straighten
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.api import tokens
from services.workspace import date_reading
from views.api import made_message, made_modal, revoked_sentence, token_form, tokens_modal
from views.blockkit import ids
from views.blockkit.notices import notice_modal
from views.blockkit.text import escape


def register(board: Switchboard) -> None:
    """Listen to the form and the buttons; the commands come through /linchpin."""
    board.view(ids.TOKEN_FORM, submit_token)
    for action_id, listener in (
        (ids.TOKENS_OPEN, open_tokens),
        (ids.TOKEN_NEW, open_form),
        (ids.TOKEN_REVOKE, revoke_token),
    ):
        board.action(action_id, listener)


def command_token(visit: Visit, text: str) -> None:
    """Answer what follows /linchpin token: nothing, ``new`` and a wish, or ``revoke`` and a
    number."""
    verb, rest = split_command(unescape(text))
    if verb in ("", "list"):
        open_tokens(visit)
    elif verb == "new" and not rest:
        open_form(visit)
    elif verb == "new":
        order = date_reading.of_person(visit.database, visit.request("command")).order
        message = made_message(*_make(visit, parse_wish(rest, visit.at, order), "command"))
        visit.answer(with_reading(visit, rest, message))
    elif verb == "revoke":
        visit.ack(response_type="ephemeral", text=escape(_revoke(visit, rest, "command")))
    else:
        raise InvalidInput(
            "Type /linchpin token to see them, /linchpin token new Help desk feedback:write until "
            "2027-03-01 to make one, or /linchpin token revoke 3."
        )


def open_tokens(visit: Visit) -> None:
    """Show the list of tokens."""
    modals.push(visit, _list(visit))


def open_form(visit: Visit) -> None:
    """Open the form for a new token."""
    _check_may_make(visit)
    modals.push(visit, token_form())


def submit_token(visit: Visit) -> None:
    """Make the token, and show its secret."""
    values: dict[str, Any] = visit.payload["state"]["values"]
    chosen = values["rights"][ids.TOKEN_RIGHTS].get("selected_options") or []
    day = values["last_day"][ids.TOKEN_LAST_DAY].get("selected_date")
    wish = token_wish(
        values["name"][ids.TOKEN_NAME].get("value") or "",
        tuple(Right(one["value"]) for one in chosen),
        date.fromisoformat(day) if day else None,
        visit.at,
    )
    made = _make(visit, wish, "modal")
    visit.ack(response_action="update", view=made_modal(*made))
    modals.renew_below(visit, lambda: _list(visit))


def revoke_token(visit: Visit) -> None:
    """End a token, and say so: in the list when the button was there."""
    said = _revoke(visit, str(visit.payload["value"]), "button")
    view = visit.body.get("view") or {}
    if view.get("callback_id") != ids.TOKENS_OPEN:
        modals.push(visit, notice_modal(said))
    else:
        modals.replace(visit, _list(visit, note=said))


def _make(visit: Visit, wish: TokenWish, door: str) -> tuple[Token, str, str]:
    made = tokens.make(visit.database, visit.request(door), wish)
    return made.token, made.secret, visit.front.public_url or visit.front.address


def _revoke(visit: Visit, typed: str, door: str) -> str:
    digits = straighten(typed).lower().removeprefix("token").strip(" #-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise InvalidInput("Which one? Type its number, as in /linchpin token revoke 3.")
    found = tokens.revoke(visit.database, visit.request(door), int(digits))
    return revoked_sentence(found, visit.at)


def _list(visit: Visit, note: str = "") -> dict[str, Any]:
    found = tokens.listed(visit.database, visit.request("command"))
    return tokens_modal(found.open, found.ended, found.makers, visit.at, note=note)


def _check_may_make(visit: Visit) -> None:
    """Raise NotAllowed before somebody fills in a form in vain."""
    tokens.listed(visit.database, visit.request("command"))
