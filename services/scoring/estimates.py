"""Scoring: people's estimates for an idea, and the score that they make together."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.people import Request
from domain.ideas.model import Idea
from domain.scoring.commands import pair_up
from domain.scoring.estimates import Estimate, opinions, score_range, values
from domain.scoring.methods.base import Method, score
from domain.scoring.pages import ScorePage, Why
from domain.scoring.ranking import Scored
from domain.scoring.steps import smallest_step
from services.ideas.permissions import missing
from services.scoring.recompute import methods, renew
from services.workspace import people
from services.workspace.command_repeats import WITHIN
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.ideas import evidence
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.scoring import estimates as scoring
from storage.scoring import ranking

_MOST_LINKS = 5

Reading = Callable[[Method, Mapping[str, float]], Mapping[str, float | None]]
"""What somebody gave, read by the method, beside their estimates so far; None takes one back."""


def page(database: Database, request: Request, number: int) -> ScorePage:
    """An idea with what was estimated for it, for the person who asks. Raises NotFound."""
    with database.reading() as session:
        return _page(session, request, _idea(session, request, number))


def give_in_words(
    database: Database, request: Request, number: int, given: tuple[tuple[str, str], ...]
) -> ScorePage:
    """Keep estimates as typed, such as ``(("reach", "800"),)``, and score the idea anew.

    What is said again is given again, with today's date; but not within five minutes, as Slack may
    deliver a command twice. Raises NotFound, InvalidInput, and
    NotAllowed for bots.
    """
    return _give(database, request, number, lambda method, _mine: pair_up(method, given))


def give_in_form(
    database: Database, request: Request, number: int, typed: Mapping[str, str]
) -> ScorePage:
    """Keep what a form holds, by driver: what stands there unchanged stays as old as it is, and a
    field that was emptied takes the estimate back.

    A driver that the method does not ask for any more is refused: the form is older than the
    method. Raises NotFound, InvalidInput bound to the driver, and NotAllowed for bots.
    """

    def read(method: Method, mine: Mapping[str, float]) -> Mapping[str, float | None]:
        asked = {driver.key: driver for driver in method.drivers}
        if not typed.keys() <= asked.keys():
            raise InvalidInput(
                "The scoring method was changed while this form was open. "
                "Close it and open it again: nothing was saved."
            )
        found = {
            key: asked[key].read(text) if text.strip() else None for key, text in typed.items()
        }
        return {key: value for key, value in found.items() if value != mine.get(key)}

    return _give(database, request, number, read)


def why(database: Database, request: Request, number: int) -> Why:
    """Why an idea stands where it stands. Raises NotFound."""
    workspace_id = request.workspace_id
    with database.snapshot() as session:
        idea = _idea(session, request, number)
        shown = _page(session, request, idea)
        links = _links(session, request, idea)
        stored = scoring.of_idea(session, workspace_id, idea.id)
        if shown.score.value is None or stored is None:
            return Why(shown, links=links)
        above = ranking.next_above(session, workspace_id, stored)
        counted = values(shown.opinions)
        between = score_range(shown.method, shown.opinions)
        places = None
        if between is not None:
            low, high = (
                ranking.place_of(session, workspace_id, replace(stored, value=edge))
                for edge in between
            )
            places = (high, low)
        step = smallest_step(shown.method, counted, above[1]) if above else None
        return Why(shown, above, step, between, places, links)


def _give(database: Database, request: Request, number: int, read: Reading) -> ScorePage:
    workspace_id = request.workspace_id
    with database.transaction() as session:
        person = people.notice(session, request)
        if person is not None and person.is_bot:
            raise NotAllowed("Bots do not score ideas.")
        scoring.lock_shared(session, workspace_id)
        idea = ideas.lock(session, workspace_id, number)
        if idea is None:
            raise missing(session, workspace_id, number)
        before = _mine(session, request, idea)
        given = _news(session, request, idea, read(_method(session, request, idea), before))
        scoring.give(session, workspace_id, idea.id, request.user_id, given, request.at)
        changes.record(
            session,
            request,
            ("idea", idea.id),
            "estimates",
            before={key: before.get(key) for key in given},
            after=dict(given),
        )
        place_before = renew(session, request, idea)
        return _page(session, request, idea, place_before)


def _news(
    session: Session, request: Request, idea: Idea, given: Mapping[str, float | None]
) -> dict[str, float | None]:
    """What the person did not say just before."""
    just_said = {
        one.driver: one.value
        for one in _given(session, request, idea)
        if one.user_id == request.user_id and one.given_at > request.at - WITHIN
    }
    return {
        key: value for key, value in given.items() if value is None or just_said.get(key) != value
    }


def _idea(session: Session, request: Request, number: int) -> Idea:
    idea = ideas.by_number(session, request.workspace_id, number)
    if idea is None:
        raise missing(session, request.workspace_id, number)
    return idea


def _method(session: Session, request: Request, idea: Idea) -> Method:
    area_id = scoring.area_of(session, request.workspace_id, idea.id)
    return methods(session, request.workspace_id).for_area(area_id)


def _mine(session: Session, request: Request, idea: Idea) -> dict[str, float]:
    return _of_person(_given(session, request, idea), request.user_id)


def _given(session: Session, request: Request, idea: Idea) -> list[Estimate]:
    return scoring.latest(session, request.workspace_id, [idea.id]).get(idea.id, [])


def _of_person(given: list[Estimate], user_id: str) -> dict[str, float]:
    return {one.driver: one.value for one in given if one.user_id == user_id}


def _page(
    session: Session, request: Request, idea: Idea, place_before: int | None = None
) -> ScorePage:
    workspace_id = request.workspace_id
    method, given = _method(session, request, idea), _given(session, request, idea)
    found = opinions(given)
    result = score(method, values(found))
    place = None
    if result.value is not None:
        scored = Scored(idea.id, method.key, result.value, request.at)
        place = ranking.place_of(session, workspace_id, scored)
    return ScorePage(
        idea=idea,
        method=method,
        score=result,
        opinions=found,
        mine=_of_person(given, request.user_id),
        asked=ranking.asked(session, workspace_id, idea.id),
        place=place,
        total=ranking.count_ranked(session, workspace_id, method.key),
        at=request.at,
        place_before=place_before,
    )


def _links(session: Session, request: Request, idea: Idea) -> dict[int, str]:
    """Where the newest evidence was said, for channels that everybody may read."""
    rows = evidence.of_idea(session, request.workspace_id, idea.id, _MOST_LINKS)
    found = feedback.of_ids(session, request.workspace_id, [row[0] for row in rows])
    return {
        one.number: one.source.permalink
        for one in found
        if one.source is not None and one.source.permalink and not one.source.is_private
    }
