"""Reading people: everybody after an installation, one person when somebody new appears."""

from typing import Any

from domain.core.outbox import Task
from scheduled.delivery.api_errors import CALL_ERRORS, diagnose
from scheduled.delivery.worker import TaskContext
from services.workspace import installations, people

_PAGE = 200
_UNSEEN = frozenset({"user_not_found", "user_not_visible"})


def read_people(task: Task, context: TaskContext) -> None:
    """Read the member list page by page and keep it."""
    cursor: str | None = None
    workspace = installations.get(context.database, task.workspace_id)
    while True:
        page = context.web_api.call("users.list", limit=_PAGE, cursor=cursor)
        found = people.all_from_slack(page["members"], workspace)
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            people.learned(context.database, task, found, context.now())
            return
        people.learn(context.database, task.workspace_id, found, context.now())


def read_person(task: Task, context: TaskContext) -> None:
    """Read one person and keep them; one whom Slack hides is an outsider."""
    try:
        answer: dict[str, Any] = context.web_api.call("users.info", user=task.payload["user"])
    except CALL_ERRORS as error:
        if diagnose(error).code not in _UNSEEN:
            raise
        people.hidden(context.database, task, context.now())
        return
    workspace = installations.get(context.database, task.workspace_id)
    found = people.all_from_slack([answer.get("user")], workspace)
    people.learned(context.database, task, found, context.now())
