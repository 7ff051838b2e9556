"""The doctor: what is wrong with this workspace's Linchpin, and what runs next."""

from collections.abc import Collection

from domain.core.people import Request
from domain.home.health import Report
from services.api import tokens
from storage.channels import queries as channels
from storage.channels import rules as channel_rules
from storage.database.engine import Database
from storage.digests import subscriptions
from storage.outbox import monitoring as outbox_monitoring
from storage.workspace import jobs, workspaces

_RECENT = 5


def examine(database: Database, request: Request, wanted_scopes: Collection[str]) -> Report:
    """Look at everything that is known without asking Slack."""
    with database.reading() as session:
        workspace = workspaces.get(session, request.workspace_id)
        used = set(subscriptions.active_channels(session, workspace.id))
        used.update(channel_rules.intakes(session, workspace.id))
        if workspace.ideas_channel_id:
            used.add(workspace.ideas_channel_id)
        outside = [one for one in sorted(used) if channels.is_outside(session, workspace.id, one)]
        return Report(
            workspace=workspace,
            missing_scopes=tuple(sorted(set(wanted_scopes) - set(workspace.scopes))),
            outside_channels=tuple(outside),
            job_runs=tuple(jobs.every(session)),
            failures=tuple(outbox_monitoring.failures(session, workspace.id, _RECENT)),
            oldest_due=outbox_monitoring.oldest_due(session, request.at),
            at=request.at,
            tokens=tokens.needing_attention(session, workspace.id, request.at),
        )
