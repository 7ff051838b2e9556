"""Objectives: their owners are asked how they go."""

from datetime import datetime
from functools import partial
from typing import Any

from domain.objectives.model import Objective
from domain.objectives.pages import Ask, Course, ObjectiveList
from scheduled.clock.scheduler import EACH_MINUTE, Job, one_by_one
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.objectives import progress
from services.outbox.payloads import unpack
from storage.database.engine import Database
from views.objectives.pages import objectives_message
from views.objectives.progress import ask_message, closed_message, course_message, kept_message
from views.objectives.progress_chart import course_alt_text, course_svg


def _course(data: dict[str, Any]) -> Post:
    course = unpack(Course, data["course"])
    message = course_message(course, data["posted_by"])
    name = f"{course.objective.reference} {course.objective.title}"
    return Post(message, course_svg(course), course_alt_text(course), 1, name)


def _objectives(data: dict[str, Any]) -> Post:
    return Post(objectives_message(unpack(ObjectiveList, data)))


def _objective_ask(data: dict[str, Any]) -> Post:
    return Post(ask_message(unpack(Ask, data)))


def _objective_closed(data: dict[str, Any]) -> Post:
    return Post(closed_message(unpack(Objective, data)))


def _progress_kept(data: dict[str, Any]) -> Post:
    return Post(kept_message(unpack(Objective, data["objective"])))


def _ask_owners(database: Database, at: datetime) -> None:
    """Ask the owners of objectives how they go."""
    one_by_one(progress.due(database, at), lambda one: progress.ask(database, one, at))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("objectives", EACH_MINUTE, partial(_ask_owners, database)),)


PART = ScheduledPart(
    jobs=_jobs,
    templates={
        "course": _course,
        "objectives": _objectives,
        "objective_ask": _objective_ask,
        "objective_closed": _objective_closed,
        "progress_kept": _progress_kept,
    },
)
