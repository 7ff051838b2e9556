"""Coverage: planned work against objectives, with the effort that people estimated."""

from domain.core.people import Request
from domain.digests.audience import Filters, admits_idea
from domain.objectives.coverage import Coverage, Planned
from domain.objectives.coverage import coverage as cover
from domain.scoring.drivers import Direction, Driver
from domain.scoring.estimates import opinions
from domain.scoring.methods.catalog import DRIVERS
from services.scoring.recompute import methods
from storage.database.engine import Database, Session
from storage.ideas import counts as idea_facts
from storage.objectives import coverage as storage
from storage.objectives import queries as objectives
from storage.scoring import estimates as scoring

_EFFORT = "effort"
_NUMBER = "a number"


def look(database: Database, request: Request) -> Coverage:
    """The coverage of the workspace as it stands."""
    with database.snapshot() as session:
        return read(session, request.workspace_id)


def read(session: Session, workspace_id: int, filters: Filters | None = None) -> Coverage:
    """The coverage as it stands, of the ideas that pass the filters (part of a transaction).

    The effort of an idea is the median of everybody's latest estimate of the driver that is the
    effort in the workspace's method, such as RICE's effort or WSJF's job size.
    """
    work = storage.planned(session, workspace_id)
    if filters is not None:
        names = [one.id for one in work] if filters.customers else []
        askers = idea_facts.askers(session, workspace_id, names)
        work = [one for one in work if admits_idea(filters, one, askers.get(one.id, ()))]
    ids = [one.id for one in work]
    serving = objectives.serving(session, workspace_id, ids)
    given = scoring.latest(session, workspace_id, ids)
    driver = _effort_driver(session, workspace_id)
    planned = []
    for idea in work:
        counted = opinions(given.get(idea.id, [])).get(driver.key)
        effort = counted.value if counted else None
        planned.append(Planned(idea, effort, tuple(serving.get(idea.id, ()))))
    unit = driver.unit if driver.unit != _NUMBER else f"points of {driver.name.lower()}"
    return cover(planned, objectives.open_ones(session, workspace_id), unit)


def _effort_driver(session: Session, workspace_id: int) -> Driver:
    """The driver that is the effort; a method that asks for ease instead has none of its own."""
    method = methods(session, workspace_id).for_area(None)
    own = next((one for one in method.drivers if one.key == method.cost_key), None)
    if own is None or own.direction is Direction.MORE:
        return DRIVERS[_EFFORT]
    return own
