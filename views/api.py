"""Tokens of the API: the list, the form, and the one time that a secret is shown."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.api import Right, Token
from domain.dates.periods import format_day
from domain.text.labels import MAX_NAME_CHARS
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    text_input,
)
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn, slack_date

_NAME_CHARS = 80
_WHEN = "{date_short_pretty}"
_EXAMPLES = {
    Right.FEEDBACK_WRITE: (
        "curl {address}/api/feedback \\\n"
        '  -H "Authorization: Bearer $LINCHPIN_TOKEN" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        '  -d \'{{"text": "The export times out", "customer": "Acme"}}\''
    ),
    Right.FEEDBACK_READ: (
        'curl {address}/api/feedback/1 -H "Authorization: Bearer $LINCHPIN_TOKEN"'
    ),
    Right.IDEAS_READ: 'curl {address}/api/ideas -H "Authorization: Bearer $LINCHPIN_TOKEN"',
}


def tokens_modal(
    working: Sequence[Token],
    ended: Sequence[Token],
    makers: Mapping[str, str],
    now: datetime,
    *,
    note: str = "",
) -> dict[str, Any]:
    """The list of tokens, newest first; ``makers`` are the names of who made them by Slack id.

    ``note`` is a plain sentence about what was just done.
    """
    new = actions([button("New token", ids.TOKEN_NEW, "new", "primary")])
    text = (
        "*API tokens*, the newest first"
        if working
        else (
            "*No program has a token now.* With one, a help desk or a form can send feedback here "
            "over HTTP. You choose what it may do, and can revoke it at any time."
        )
    )
    blocks = [*([context(mrkdwn(note, 500))] if note else []), section(text), new]
    blocks += [_row(one, makers.get(one.created_by, ""), now) for one in working]
    if ended:
        blocks.append(context("Do not work any more: " + " · ".join(_ended(one) for one in ended)))
    return modal("API tokens", blocks, callback_id=ids.TOKENS_OPEN)


def token_form() -> dict[str, Any]:
    """The form that asks for a token."""
    rights = [_right(one) for one in Right]
    blocks = [
        input_block(
            "name",
            "What will use it?",
            text_input(ids.TOKEN_NAME, placeholder="Help desk", max_length=MAX_NAME_CHARS),
            hint="People read this name beside the feedback that it sends.",
        ),
        input_block(
            "rights",
            "What may it do?",
            {
                "type": "checkboxes",
                "action_id": ids.TOKEN_RIGHTS,
                "options": rights,
                "initial_options": rights[:1],
            },
        ),
        input_block(
            "last_day",
            "Last day",
            {"type": "datepicker", "action_id": ids.TOKEN_LAST_DAY},
            hint="It works up to and including this day (UTC). Empty: until somebody revokes it.",
            optional=True,
        ),
    ]
    return modal(
        "New API token", blocks, callback_id=ids.TOKEN_FORM, submit="Make it", close="Cancel"
    )


def made_message(token: Token, secret: str, address: str) -> Message:
    """What the maker of a token reads; the only time that its secret is shown."""
    buttons = [button("All tokens", ids.TOKENS_OPEN, "all"), _revoke(token)]
    blocks = (*_made(token, secret, address), actions(buttons))
    return Message(text="A new API token", blocks=blocks)


def made_modal(token: Token, secret: str, address: str) -> dict[str, Any]:
    """The same in place of the form. It has no buttons: below it may be two modals already, and
    Slack takes no fourth."""
    return modal("New API token", _made(token, secret, address), close="Done")


def revoked_sentence(token: Token, now: datetime) -> str:
    """What is said after revoking, as plain text."""
    if token.revoked_at is None and token.has_ended(now):
        return f"{token.reference} ({token.name}) had come to its end already."
    return f"{token.reference} ({token.name}) is revoked: nothing can use it any more."


def attention_lines(tokens: tuple[Token, ...], now: datetime) -> list[str]:
    """What the doctor says of tokens that end soon or were never used, as mrkdwn."""
    lines = []
    for one in tokens:
        name = f"*{one.reference}*, {mrkdwn(one.name, _NAME_CHARS)},"
        if one.expires_at is not None and one.ends_soon(now):
            lines.append(f"• {name} works through {_last_day(one.expires_at)} and not longer.")
        else:
            made = slack_date(one.created_at, _WHEN)
            lines.append(f"• {name} was made {made} and never used. Is it still needed?")
    return lines


def attention_sentence(token: Token, now: datetime) -> str:
    """The same for one token, as plain text for the command line."""
    if token.expires_at is not None and token.ends_soon(now):
        return f"{token.reference} ({token.name}) ends {token.expires_at:%Y-%m-%d %H:%M} UTC."
    return f"{token.reference} ({token.name}) was made {token.created_at:%Y-%m-%d} and never used."


def _made(token: Token, secret: str, address: str) -> tuple[Block, ...]:
    example = _EXAMPLES[token.rights[0]].format(address=address)
    text = (
        f":key: *{token.reference}, {mrkdwn(token.name, _NAME_CHARS)}*, is made. "
        f"Copy it now: it is shown only here and only this once.\n```{secret}```"
    )
    try_it = f"Keep it like a password, and try it:\n```{example}```"
    return section(text), section(try_it), context(_facts(token))


def _row(token: Token, maker: str, now: datetime) -> Block:
    by = f" by {mrkdwn(maker, _NAME_CHARS)}" if maker else ""
    used = (
        f"last used {slack_date(token.last_used_at, '{date_short_pretty} {time}')}"
        if token.last_used_at
        else "never used"
    )
    soon = ":warning: " if token.ends_soon(now) else ""
    text = (
        f"{soon}*{token.reference}*  {mrkdwn(token.name, _NAME_CHARS)}\n{_facts(token)}\n"
        f"made {slack_date(token.created_at, _WHEN)}{by} · {used}"
    )
    return section(text, _revoke(token))


def _last_day(expires_at: datetime) -> str:
    # The day as it was chosen: a token ends at a midnight (UTC), another day in other zones.
    return format_day((expires_at - timedelta(seconds=1)).astimezone(UTC).date())


def _facts(token: Token) -> str:
    rights = " ".join(f"`{one}`" for one in token.rights)
    ends = f"works through {_last_day(token.expires_at)}" if token.expires_at else "no end"
    return f"{rights} · {ends}"


def _ended(token: Token) -> str:
    name = f"{token.reference} {mrkdwn(token.name, _NAME_CHARS)}"
    if token.revoked_at is not None:
        return f"{name} (revoked {slack_date(token.revoked_at, _WHEN)})"
    return f"{name} (ended)"


def _revoke(token: Token) -> Block:
    question = "Whatever uses it can send and read nothing any more, at once and for good."
    return {
        **button("Revoke", ids.TOKEN_REVOKE, str(token.number), "danger"),
        "confirm": {
            "title": plain_object(f"Revoke {token.reference}?"),
            "text": plain_object(question),
            "confirm": plain_object("Revoke"),
            "deny": plain_object("Keep it"),
            "style": "danger",
        },
    }


def _right(right: Right) -> Block:
    return {
        "text": plain_object(right.label),
        "description": plain_object(right.value),
        "value": right.value,
    }
