"""How often a task is tried, and when trying again could say something twice."""

from domain.core.outbox import Kind, Task
from scheduled.delivery.api_errors import (
    NOT_SLACK,
    Problem,
    Verdict,
)

MOST_ATTEMPTS = 40
"""About two hours of trying with the backoff, then the owner is told and may try again."""


MOST_UNHEARD_ATTEMPTS = 400
"""About a day, while no answer comes from Slack at all: the network is down or something in between
answers. That says nothing about the task."""


_UNHEARD = frozenset({"unreachable", NOT_SLACK})


SAYS = frozenset({Kind.SAY, Kind.TELL, Kind.WHISPER, Kind.POST_CARD})


def may_repeat(task: Task, problem: Problem) -> bool:
    """Whether an attempt that failed may have worked, so that the next one has to look first. For
    a whisper nobody can look."""
    if problem.verdict in (Verdict.INTERCEPTED, Verdict.UNEXPLAINED):
        return task.kind is not Kind.WHISPER
    return problem.verdict is Verdict.UNCERTAIN


def is_hopeless(task: Task, problem: Problem) -> bool:
    """True when a task was tried often enough."""
    most = MOST_UNHEARD_ATTEMPTS if problem.code in _UNHEARD else MOST_ATTEMPTS
    if problem.verdict is Verdict.GIVE_UP or task.attempts >= most:
        return True
    return problem.verdict is Verdict.UNCERTAIN and task.kind is Kind.WHISPER


def may_have_worked(task: Task, problem: Problem) -> bool:
    """True when Slack may have posted what a failed attempt was to say."""
    return task.kind in SAYS and (task.is_uncertain or may_repeat(task, problem))
