"""The keys that seal stored tokens: whether they fit, and how one takes another's place."""

from dataclasses import dataclass

from domain.core.errors import TokenSealed
from storage.database.engine import Database, Session
from storage.workspace import workspaces
from storage.workspace.seal import Seal
from storage.workspace.workspaces import SealedToken

_OF_A_KEY = "LINCHPIN_SECRET_KEY"
"""In the reason with which earlier versions stopped a workspace whose token they could not open."""


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """How many stored tokens open, and the names of the workspaces whose tokens don't."""

    opened: int
    locked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """How many tokens were sealed again, how many had the newest key already, and the names of the
    workspaces whose tokens no key opens."""

    renewed: int
    kept: int
    locked: tuple[str, ...]


def check(database: Database, seal: Seal | None) -> KeyCheck:
    """Try the keys on every token in use.

    A workspace that an earlier version stopped for its key goes on when its token opens now.
    """
    opened, locked = 0, list[str]()
    with database.transaction() as session:
        for one in _in_use(session):
            if seal is None or not _opens(seal, one):
                locked.append(one.name)
                continue
            opened += 1
            if one.stopped_reason is not None:
                workspaces.change(session, one.workspace_id, stopped_reason=None)
                session.info["outbox"] = True
    return KeyCheck(opened, tuple(locked))


def rekey(database: Database, seal: Seal) -> Rekeyed:
    """Seal every stored token with the newest key, in one transaction."""
    renewed, kept, locked = 0, 0, list[str]()
    with database.transaction() as session:
        for one in workspaces.sealed_tokens(session):
            if seal.is_newest(one.token):
                kept += 1
            elif _opens(seal, one):
                token = seal.close(seal.open(one.token))
                workspaces.change(session, one.workspace_id, sealed_token=token)
                renewed += 1
            elif _is_in_use(one):
                locked.append(one.name)
    return Rekeyed(renewed, kept, tuple(locked))


def _in_use(session: Session) -> list[SealedToken]:
    return [one for one in workspaces.sealed_tokens(session) if _is_in_use(one)]


def _is_in_use(one: SealedToken) -> bool:
    return one.stopped_reason is None or _OF_A_KEY in one.stopped_reason


def _opens(seal: Seal, one: SealedToken) -> bool:
    try:
        seal.open(one.token)
    except TokenSealed:
        return False
    return True
