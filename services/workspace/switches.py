"""Features that a workspace switches off: refused kindly, and kept as they were."""

from collections.abc import Collection, Sequence

from domain.core.changes import NewChange
from domain.core.errors import InvalidInput, SwitchedOff
from domain.workspace import Switch
from services.workspace.people import askable
from storage.database.engine import Database, Session, Subscriber
from storage.workspace import switches


def off(database: Database, workspace_id: int) -> frozenset[str]:
    """Return the features that a workspace has switched off, by name."""
    with database.reading() as session:
        return switches.off(session, workspace_id)


def is_on(session: Session, workspace_id: int, name: str) -> bool:
    """Return whether a workspace has a feature switched on (part of a transaction)."""
    return name not in switches.off(session, workspace_id)


def require_on(database: Database, workspace_id: int, switch: Switch) -> None:
    """Return when a feature is on; raise SwitchedOff with the people who can switch it on."""
    with database.reading() as session:
        require(session, workspace_id, switch)


def require(session: Session, workspace_id: int, switch: Switch) -> None:
    """The same within a transaction."""
    if is_on(session, workspace_id, switch.name):
        return
    raise SwitchedOff(
        f"{switch.title} can't be used here, because this workspace has switched the feature off. "
        f"{askable(session, workspace_id)} can switch it on with /linchpin settings."
    )


def check_names(names: Collection[str], known: Collection[str]) -> None:
    """Return when every name is that of a feature that can be switched off; raise InvalidInput."""
    for one in sorted(set(names) - set(known)):
        raise InvalidInput(f"The feature {one[:40]} can't be switched off.", field="features")


def while_on(name: str, subscriber: Subscriber) -> Subscriber:
    """Return a subscriber that hears only of workspaces that have its feature switched on."""

    def call(session: Session, changes: Sequence[NewChange]) -> None:
        places = {one.request.workspace_id for one in changes}
        on = {one for one in places if is_on(session, one, name)}
        heard = [one for one in changes if one.request.workspace_id in on]
        if heard:
            subscriber(session, heard)

    return call
