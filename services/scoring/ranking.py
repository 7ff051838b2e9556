"""Rankings: ideas by score, votes, customers or feedback, in a list and in a picture."""

from collections.abc import Mapping
from dataclasses import replace

from domain.core.errors import InvalidInput
from domain.core.money import Rates, compared, sums
from domain.core.people import Request, may_know_customers
from domain.dates.days import local_day
from domain.ideas.model import Idea
from domain.scoring.drivers import Direction, Driver, told
from domain.scoring.estimates import opinions, values
from domain.scoring.methods.base import Method, amounts, score
from domain.scoring.methods.catalog import DRIVERS
from domain.scoring.ranking import Order, Ranked, Ranking, RankingFilter
from domain.scoring.score_map import Point, ScoreMap
from domain.scoring.top_words import RankingQuery, parse_top
from services.customers.actions import find, require_member, require_tier
from services.customers.rates import in_own_currency
from services.outbox.messages import respond, say
from services.outbox.payloads import pack
from services.scoring.recompute import Methods, methods
from services.workspace.people import notice
from storage.customers import rates as customer_rates
from storage.database.engine import Database, Session
from storage.outbox import queue as outbox
from storage.scoring import estimates as scoring
from storage.scoring import ranking
from storage.workspace import people, workspaces

PAGE_SIZE = 10
MOST_POINTS = 60
_MOST_LOOKED_AT = 400


def top(database: Database, request: Request, words: str, offset: int = 0) -> Ranking:
    """Ideas in the order that is typed, a page of them from ``offset`` on. Raises InvalidInput."""
    wish = parse_top(words)
    with database.snapshot() as session:
        return _ranking(session, request, wish, words, offset)


def turn_page(
    database: Database, request: Request, words: str, offset: int, answer_url: str
) -> None:
    """Show another page of the ranking in place of the private answer at ``answer_url``."""
    wish = parse_top(words)
    with database.transaction() as session:
        shown = pack(_ranking(session, request, wish, words, offset))
        key = f"top:{request.key or request.at.isoformat()}"
        new_task = respond(answer_url, "ranking", shown, key=key, at=request.at)
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def post_map(
    database: Database,
    request: Request,
    words: str,
    channel_id: str,
    asked_in: str,
    *,
    answer_url: str | None = None,
) -> ScoreMap:
    """Post the picture of value against effort in a channel, once for each answer ``asked_in``.

    ``answer_url`` replaces that answer. Nothing is posted while no idea has both; then it raises
    InvalidInput.
    """
    wish = parse_top(words)
    with database.transaction() as session:
        shown = read_map(session, request, wish)
        if shown.is_empty:
            raise InvalidInput(
                "No idea has both a value and an effort yet, so there is nothing to draw. "
                "Score a few first: /score I-12"
            )
        person = notice(session, request)
        message = say(
            channel_id,
            "score_map",
            {"map": pack(shown), "posted_by": person.name if person else ""},
            key=f"score_map:{channel_id}:{asked_in}",
            at=request.at,
            owner_id=request.user_id,
        )
        is_new = outbox.enqueue(session, request.workspace_id, message, request.at)
        if is_new and answer_url is not None:
            listed = _ranking(session, request, wish, words, 0)
            _replace_answer(session, request, replace(listed, is_posted=True), answer_url, asked_in)
        return shown


def _replace_answer(
    session: Session, request: Request, shown: Ranking, answer_url: str, asked_in: str
) -> None:
    """Say in the answer whose button was pressed that the picture is on its way."""
    key = f"score_map:{asked_in}"
    new_task = respond(answer_url, "ranking", pack(shown), key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def read_map(session: Session, request: Request, wish: RankingQuery) -> ScoreMap:
    """The picture of the best open ideas by score (part of a transaction)."""
    workspace_id = request.workspace_id
    workspace = workspaces.get(session, workspace_id)
    holding, narrow = methods(session, workspace_id), _narrow(session, request, wish)
    method = _method(session, request, holding, narrow)
    cost = _cost_driver(holding, method)
    rates = customer_rates.rates(session, workspace_id)
    found, _ = ranking.by_score(
        session, workspace_id, method.key, narrow, _MOST_LOOKED_AT, 0, rates
    )
    given = scoring.latest(session, workspace_id, [idea.id for idea, _score in found])
    points = [
        point
        for idea, _score in found
        if (point := _point(idea, method, cost, values(opinions(given.get(idea.id, [])))))
    ]
    day = local_day(request.at, workspace.zone or "UTC")
    scope = f"{narrow.area} · " if narrow.area else ""
    return ScoreMap(
        title="Value and effort",
        subtitle=f"{scope}{method.name} · {day.day} {day:%B %Y}",
        worth_name=method.worth_name,
        cost_name=_cost_name(cost),
        points=tuple(points[:MOST_POINTS]),
        total=len(points),
    )


def _ranking(
    session: Session, request: Request, wish: RankingQuery, words: str, offset: int
) -> Ranking:
    workspace_id = request.workspace_id
    holding, narrow = methods(session, workspace_id), _narrow(session, request, wish)
    method = _method(session, request, holding, narrow)
    rates = customer_rates.rates(session, workspace_id)
    if wish.order is Order.SCORE:
        scored, total = ranking.by_score(
            session, workspace_id, method.key, narrow, PAGE_SIZE, offset, rates
        )
        rows = [
            Ranked(offset + place, idea, value, method.label(value) if method.label else "")
            for place, (idea, value) in enumerate(scored, 1)
        ]
    else:
        ideas, total = ranking.by_count(
            session, workspace_id, wish.order, narrow, PAGE_SIZE, offset, rates
        )
        rows = [Ranked(offset + place, idea) for place, idea in enumerate(ideas, 1)]
    rows = _with_revenue(session, request, rows, rates)
    return Ranking(
        order=wish.order,
        narrow=narrow,
        method_name=method.name,
        rows=tuple(rows),
        total=total,
        unscored=ranking.count_unscored(session, workspace_id, narrow, rates),
        offset=offset,
        vote_emoji=workspaces.get(session, workspace_id).vote_emoji,
        others=() if narrow.area else _others(holding, method),
        words=words,
        own_currency=rates.own,
    )


def _with_revenue(
    session: Session, request: Request, rows: list[Ranked], rates: Rates
) -> list[Ranked]:
    workspace_id = request.workspace_id
    person = people.get(session, workspace_id, request.user_id)
    if not may_know_customers(person):
        return rows
    behind = ranking.revenue_behind(session, workspace_id, [row.idea.id for row in rows])
    return [
        replace(row, revenue=compared(sums(behind.get(row.idea.id, ())), rates)) for row in rows
    ]


def _narrow(session: Session, request: Request, wish: RankingQuery) -> RankingFilter:
    owner = _owner(session, request, wish.owner) if wish.owner else None
    if wish.customer or wish.tier or wish.revenue or wish.order is Order.REVENUE:
        require_member(session, request)
    customer = find(session, request.workspace_id, wish.customer).name if wish.customer else None
    narrow = RankingFilter(wish.area, wish.status, wish.horizon, owner, customer, wish.tier)
    if wish.tier is not None:
        require_tier(session, request.workspace_id, wish.tier)
    if wish.least is None:
        return narrow
    least = in_own_currency(session, request.workspace_id, wish.least)
    return replace(narrow, min_revenue=least)


def _owner(session: Session, request: Request, typed: str) -> str:
    name = typed.strip("<>@").partition("|")[0]
    if name.casefold() == "me":
        return request.user_id
    if typed.startswith("<@"):
        return name
    found = ranking.people_called(session, request.workspace_id, name)
    if not found:
        raise InvalidInput(f"I know nobody called “{name[:60]}”. Try owner:me or a whole name.")
    return found[0]


def _method(session: Session, request: Request, holding: Methods, narrow: RankingFilter) -> Method:
    if narrow.area is None:
        return holding.for_area(None)
    area_id = scoring.area_named(session, request.workspace_id, narrow.area)
    if area_id is None:
        raise InvalidInput(f"There is no area called “{narrow.area[:60]}”.")
    return holding.for_area(area_id)


def _others(holding: Methods, method: Method) -> tuple[tuple[str, str], ...]:
    """The areas whose ideas are not in this ranking, as their scores cannot be compared."""
    names = holding.rules.area_names
    found = [(names.get(area_id, ""), holding.for_area(area_id)) for area_id in holding.rules.areas]
    return tuple(sorted((name, own.name) for name, own in found if name and own.key != method.key))


def _cost_driver(holding: Methods, method: Method) -> Driver:
    """What the effort is: the method's own driver, or else the effort that RICE asks for."""
    for one in (*method.drivers, *holding.for_area(None).drivers):
        if one.key == method.cost_key:
            return one
    return DRIVERS[method.cost_key]


def _cost_name(driver: Driver) -> str:
    if driver.direction is Direction.MORE:
        return f"{told(driver.high)} − {driver.name.lower()}"
    return f"{driver.name} ({driver.unit})" if driver.unit != "a number" else driver.name


def _point(
    idea: Idea, method: Method, cost: Driver, estimates: Mapping[str, float]
) -> Point | None:
    if cost.key not in estimates or score(method, estimates).value is None:
        return None
    spent = cost.amount(estimates[cost.key])
    if cost.direction is Direction.MORE:
        spent = cost.high - spent
    worth = method.worth(amounts(method, estimates))
    return Point(idea.reference, idea.title, worth, spent, idea.votes, idea.area)
