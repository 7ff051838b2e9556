"""The doctor: what is wrong with this workspace's Linchpin, and what runs next."""

from collections.abc import Callable, Collection, Iterable

from domain.home.health import Report
from services.home.tab import HomeVisit
from storage.channels import queries as channels
from storage.database.engine import Session
from storage.outbox import monitoring as outbox_monitoring
from storage.workspace import jobs

_RECENT = 5

UsedChannels = Callable[[Session, int], Collection[str]]
"""Names the channels that a feature posts in or reads in a workspace."""


def examine(
    visit: HomeVisit, wanted_scopes: Collection[str], used: Iterable[UsedChannels]
) -> Report:
    """Return everything that is known without asking Slack (part of a transaction)."""
    session, workspace, at = visit.session, visit.workspace, visit.request.at
    wanted = {channel for one in used for channel in one(session, workspace.id)}
    if workspace.ideas_channel_id:
        wanted.add(workspace.ideas_channel_id)
    outside = [one for one in sorted(wanted) if channels.is_outside(session, workspace.id, one)]
    return Report(
        workspace=workspace,
        missing_scopes=tuple(sorted(set(wanted_scopes) - set(workspace.scopes))),
        outside_channels=tuple(outside),
        job_runs=tuple(jobs.every(session)),
        failures=tuple(outbox_monitoring.failures(session, workspace.id, _RECENT)),
        oldest_due=outbox_monitoring.oldest_due(session, at),
        at=at,
    )
