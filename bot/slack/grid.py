"""Requests that belong to no workspace of ours: what is said instead of an answer.

Linchpin works workspace by workspace. In a Slack organisation (Enterprise Grid) commands may come
from a workspace next to one where it is installed, or without a workspace at all.
"""

from collections.abc import Sequence

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


def _named(workspaces: Sequence[str]) -> str:
    shown = [name or "another workspace" for name in workspaces[:5]]
    more = f" and {len(workspaces) - 5} more" if len(workspaces) > 5 else ""
    return ", ".join(shown) + more
