"""Requests that belong to no workspace of ours: what is said instead of an answer.

Linchpin works workspace by workspace. In a Slack organisation (Enterprise Grid) commands may come
from a workspace next to one where it is installed, or without a workspace at all.
"""

import logging
from collections.abc import Callable, Sequence

from slack_bolt import BoltContext, BoltResponse

log = logging.getLogger("linchpin.grid")

REFUSAL = "linchpin_refusal"
"""The key of the sentence in Bolt's context."""

ORGANISATION = (
    "Linchpin was approved for a whole organisation, but it works workspace by workspace. "
    "Remove it there, and install it from within a workspace."
)

_INSTALL = "To use it here too, ask a workspace admin to install it: {address}"
_ASK = "To use it here too, ask a workspace admin to install it."


def sentence_for(
    team_id: str | None,
    installed_in: Sequence[str],
    *,
    is_for_organisation: bool,
    install_address: str | None,
) -> str | None:
    """Return what a person of an organisation reads where Linchpin is not installed.

    ``installed_in`` names the workspaces of the same organisation that have it. None means that the
    request has nothing to do with one, so that it comes from a workspace like any other.
    """
    if is_for_organisation:
        return ORGANISATION
    if not team_id:
        where = _named(installed_in) if installed_in else "a workspace where it is installed"
        return (
            "Slack did not say which workspace this came from, so nothing was done. "
            f"Please use Linchpin from within {where}."
        )
    if not installed_in:
        return None
    more = _INSTALL.format(address=install_address) if install_address else _ASK
    return (
        f"Linchpin is installed in {_named(installed_in)}, not in this workspace of your "
        f"organisation, so nothing was done. Please use it there. {more}"
    )


def answer_refusal(
    context: BoltContext, body: dict[str, object], next_: Callable[[], None]
) -> BoltResponse | None:
    """Answer a request that ``authorize`` refused with a sentence; the others go on.

    Only a command can show it. Anything else is acknowledged, as Slack would send it again.
    """
    sentence = context.get(REFUSAL)
    if sentence is None:
        next_()
        return None
    if "command" not in body:
        log.warning("A request that belongs to no workspace of ours was let be: %s", sentence)
        return BoltResponse(status=200, body="")
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})


def _named(workspaces: Sequence[str]) -> str:
    shown = [name or "another workspace" for name in workspaces[:5]]
    more = f" and {len(workspaces) - 5} more" if len(workspaces) > 5 else ""
    return ", ".join(shown) + more
