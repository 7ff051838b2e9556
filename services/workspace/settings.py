"""A workspace's settings: read by everybody, changed by those who may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.outbox import Task
from domain.core.people import Request, Workspace, may_configure
from domain.dates.schedule import check_zone
from domain.dates.spans import DayOrder
from domain.text.emoji import canonical_emoji, parse_emoji_setting
from domain.workspace import Switch
from services.outbox import messages as outbox_messages
from services.workspace.people import require_managers
from services.workspace.switches import check_names
from storage.channels import queries as channels
from storage.database.engine import Database, Session
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.workspace import people, switches, workspaces


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The settings, and whether the person who looks may change them."""

    workspace: Workspace
    may_change: bool


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """Settings as a person fills them in; emoji as typed, zone as chosen.

    ``day_order`` None follows the time zone. ``features`` are the names of those that are on, among
    those that can be switched off; None leaves them as they are.
    """

    ideas_channel_id: str | None
    capture_emoji: str
    vote_emoji: str
    zone: str | None
    managers: tuple[str, ...]
    day_order: str | None = None
    features: tuple[str, ...] | None = None


def page(database: Database, request: Request) -> SettingsPage:
    """The settings as the person may see them."""
    with database.reading() as session:
        workspace = workspaces.get(session, request.workspace_id)
        return SettingsPage(workspace, _may_change(session, workspace, request))


def change(
    database: Database,
    request: Request,
    wish: SettingsForm,
    known: Mapping[str, Switch] | None = None,
) -> Workspace:
    """Set the settings; raises NotAllowed, or InvalidInput with the field that is wrong.

    ``known`` are the features that can be switched off, by name.
    """
    chosen = _chosen(wish)
    with database.transaction() as session:
        before = require_configurer(session, request)
        _check_channel(session, before, wish.ideas_channel_id)
        wanted = {**chosen, "ideas_channel_id": wish.ideas_channel_id}
        managers = wanted.pop("managers")
        added = [one for one in managers if one not in before.managers]
        require_managers(session, before.id, added)
        for name, value in wanted.items():
            old = getattr(before, name)
            changes.record(
                session, request, ("workspace", before.id), name, before=old, after=value
            )
        _record_managers(session, request, before, managers)
        workspaces.change(session, before.id, **wanted)
        workspaces.set_managers(session, before.id, managers)
        if wish.features is not None:
            _switch(session, request, before, wish.features, known or {})
        return workspaces.get(session, before.id)


def require_configurer(session: Session, request: Request) -> Workspace:
    """Return the workspace when the person may change its settings; raises NotAllowed.

    Part of a transaction, as are the next two.
    """
    workspace = workspaces.get(session, request.workspace_id)
    if not _may_change(session, workspace, request):
        raise NotAllowed("Only managers and workspace admins can change the settings.")
    return workspace


def choose_ideas_channel(session: Session, request: Request, channel_id: str) -> None:
    """Set the ideas channel; raises InvalidInput when the bot isn't in it."""
    before = require_configurer(session, request)
    _check_channel(session, before, channel_id)
    changes.record(
        session,
        request,
        ("workspace", before.id),
        "ideas_channel_id",
        before=before.ideas_channel_id,
        after=channel_id,
    )
    workspaces.change(session, before.id, ideas_channel_id=channel_id)


def choose_managers(session: Session, request: Request, user_ids: tuple[str, ...]) -> None:
    """Set who manages; none means workspace admins."""
    before = require_configurer(session, request)
    added = [one for one in user_ids if one not in before.managers]
    require_managers(session, before.id, added)
    _record_managers(session, request, before, user_ids)
    workspaces.set_managers(session, before.id, user_ids)


def _record_managers(
    session: Session, request: Request, before: Workspace, user_ids: tuple[str, ...]
) -> None:
    changes.record(
        session,
        request,
        ("workspace", before.id),
        "managers",
        before=list(before.managers),
        after=sorted(user_ids),
    )


def _switch(
    session: Session,
    request: Request,
    before: Workspace,
    on: tuple[str, ...],
    known: Mapping[str, Switch],
) -> None:
    """Switch features off and on again. What was switched off and is no longer known stays so."""
    check_names(on, known)
    off = (before.switched_off - known.keys()) | (known.keys() - set(on))
    switches.save(session, before.id, off)
    changes.record(
        session,
        request,
        ("workspace", before.id),
        "switched_off",
        before=sorted(before.switched_off),
        after=sorted(off),
    )


def emoji_refused(database: Database, task: Task, at: datetime) -> None:
    """Settle the task to react with an emoji that Slack does not know, and tell who chose it.

    They are told once for each time they chose it, however many cards wait.
    """
    workspace_id, emoji = task.workspace_id, str(task.payload["emoji"])
    with database.transaction() as session:
        if not outbox.finish(session, task, at):
            return
        log = changes.of_subject(session, workspace_id, "workspace", workspace_id)
        chosen = [one for one in log if one.field == "vote_emoji" and one.after == emoji]
        if not chosen:
            return
        sentence = (
            f"Slack does not know the emoji :{emoji}:, so it stands on no card and nobody can vote "
            "with it. Choose another one with /linchpin settings."
        )
        key = f"emoji-refused:{chosen[-1].id}"
        told = outbox_messages.tell(
            chosen[-1].actor, "aside", {"sentence": sentence}, key=key, at=at
        )
        outbox.enqueue(session, workspace_id, told, at)


def _may_change(session: Session, workspace: Workspace, request: Request) -> bool:
    person = people.get(session, workspace.id, request.user_id)
    return may_configure(workspace, person)


def _chosen(wish: SettingsForm) -> dict[str, Any]:
    capture = _emoji(wish.capture_emoji, "capture_emoji")
    vote = _emoji(wish.vote_emoji, "vote_emoji")
    if canonical_emoji(capture) == canonical_emoji(vote):
        raise InvalidInput("Saving and voting need two different emoji.", field="vote_emoji")
    return {
        "capture_emoji": capture,
        "vote_emoji": vote,
        "zone": check_zone(wish.zone) if wish.zone else None,
        "day_order": DayOrder(wish.day_order).value if wish.day_order else None,
        "managers": tuple(dict.fromkeys(wish.managers)),
    }


def _check_channel(session: Session, workspace: Workspace, channel: str | None) -> None:
    if channel and channels.is_outside(session, workspace.id, channel):
        raise InvalidInput(
            "Linchpin is not in that channel. Type /invite @Linchpin there, then save again.",
            field="ideas_channel",
        )


def _emoji(text: str, field: str) -> str:
    try:
        return parse_emoji_setting(text)
    except InvalidInput as wrong:
        raise InvalidInput(wrong.message, field=field) from wrong
