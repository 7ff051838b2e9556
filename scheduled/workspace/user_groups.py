"""Reading the user groups of a workspace."""

from domain.core.outbox import Task
from scheduled.delivery.api_errors import CALL_ERRORS, diagnose
from scheduled.delivery.worker import TaskContext
from services.workspace import user_groups

_HAS_NONE = frozenset(
    {
        "missing_scope",  # installed before the app asked for it; `doctor` says so
        "plan_upgrade_required",
        "paid_teams_only",
        "not_allowed_token_type",
    }
)
"""Answers of Slack that mean that there are no groups for us, and are nobody's failure."""


def read_groups(task: Task, context: TaskContext) -> None:
    """Read every user group with its members and keep them."""
    try:
        groups = context.web_api.call("usergroups.list", include_users=True)["usergroups"]
    except CALL_ERRORS as error:
        if diagnose(error).code not in _HAS_NONE:
            raise
        groups = []
    found = [user_groups.from_slack(one) for one in groups]
    user_groups.learned(context.database, task, found, context.now())
