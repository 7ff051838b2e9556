"""Sharing the roadmap outside Slack: links that end, pages handed over, and taking links back."""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from domain.core.errors import NotAllowed, NotFound
from domain.core.people import Request
from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView, parse_view
from domain.roadmap.shares import Format, Share, ShareInput
from services.roadmap import board as roadmap
from services.roadmap import files as roadmap_files
from services.workspace.people import require_manager
from services.workspace.permissions import manages
from services.workspace.switches import is_on
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.roadmap import shares
from storage.workspace import people

_TOKEN_BYTES = 32
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """A share as its maker is told of it: ``token`` is None for a page that comes as a file.

    ``withheld`` are the numbers of ideas that its readers may not see.
    """

    share: Share
    token: str | None
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedShare:
    """A share in the list, with its maker's name; ``may_revoke`` for whom the list is shown to."""

    share: Share
    by: str
    is_open: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to: the board, as its readers may see it, and the view of it."""

    board: Board
    view: RoadmapView
    expires_at: datetime


def share(database: Database, request: Request, wish: ShareInput, *, as_link: bool) -> Shared:
    """Make a view readable outside Slack: by a link, or by a page sent to the person as a file.

    The same request twice makes one share; of its links the later one leads there. Raises
    NotAllowed for those who do not manage.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES) if as_link else None
    with database.transaction() as session:
        require_manager(session, request, "share the roadmap outside Slack")
        made = _stored(session, request, wish, digest(token) if token else None)
        found = roadmap.read(session, request.workspace_id, request.at)
        shown = roadmap.seen_by(session, request.workspace_id, found, wish.view.reader)
        if token is None:
            board = replace(shown, withheld=())
            new_task = roadmap_files.new_task(
                request, board, wish.view, Format.PAGE, f"share:{made.number}"
            )
            outbox.enqueue(session, request.workspace_id, new_task, request.at)
        return Shared(made, token, shown.withheld)


def listed(database: Database, request: Request) -> tuple[ListedShare, ...]:
    """The newest shares of the workspace."""
    with database.snapshot() as session:
        may_all = manages(session, request)
        found = shares.latest(session, request.workspace_id, _LISTED)
        makers = {one.created_by for one in found}
        names = people.among(session, request.workspace_id, makers)
        return tuple(
            ListedShare(
                share=one,
                by=names[one.created_by].name if one.created_by in names else "",
                is_open=one.is_open(request.at),
                may_revoke=may_all or one.created_by == request.user_id,
            )
            for one in found
        )


def revoke(database: Database, request: Request, number: int) -> Share:
    """End a link at once; one that has ended already stays as it is.

    Managers and whoever made it may do so. Raises NotFound and NotAllowed.
    """
    with database.transaction() as session:
        found = shares.lock(session, request.workspace_id, number)
        if found is None or found.is_file:
            raise NotFound(f"There is no link S-{number}. /roadmap shares lists those there are.")
        if found.created_by != request.user_id and not manages(session, request):
            raise NotAllowed("Only managers and who made a link can revoke it.")
        if not found.is_open(request.at):
            return found
        shares.revoke(session, request.workspace_id, found.id, request.at)
        subject = ("share", found.id)
        changes.record(session, request, subject, "revoked", after=request.at.isoformat())
        return replace(found, revoked_at=request.at)


def opened(database: Database, token: str, now: datetime) -> Opened | None:
    """What a token leads to now; None for one that is unknown, revoked or too old, and while the
    workspace has switched the roadmap off."""
    wanted = digest(token)
    with database.snapshot() as session:
        found = shares.by_token_hash(session, wanted)
        if found is None or not hmac.compare_digest(found[1], wanted):
            return None
        one, _hash = found
        if not one.is_open(now) or not is_on(session, one.workspace_id, "roadmap"):
            return None
        view = parse_view(one.words)
        board = roadmap.read(session, one.workspace_id, now)
        shown = roadmap.seen_by(session, one.workspace_id, board, view.reader)
        return Opened(replace(shown, withheld=()), view, one.expires_at)


def digest(token: str) -> str:
    """What is kept of a token: it cannot be turned back, and 256 random bits need no salt."""
    return sha256(token.encode(errors="replace")).hexdigest()


def _stored(session: Session, request: Request, wish: ShareInput, token_hash: str | None) -> Share:
    known = shares.by_request(session, request.workspace_id, request.key) if request.key else None
    if known is not None:
        if token_hash is not None:
            shares.set_token(session, request.workspace_id, known.id, token_hash)
        return known
    until = request.at + timedelta(days=wish.days)
    made = shares.add(session, request, wish.view.words, token_hash, until)
    after = {"view": made.words, "until": until.isoformat(), "is_file": made.is_file}
    changes.record(session, request, ("share", made.id), "created", after=after)
    return made
