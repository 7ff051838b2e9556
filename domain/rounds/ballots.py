"""Ballots: everybody spreads the same number of points over some ideas, counted at the end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.core.errors import InvalidInput
from domain.ideas.model import Idea
from domain.rounds.model import Round
from domain.text.words import straighten

DEFAULT_BUDGET = 10
MAX_BUDGET = 100
MAX_TITLE_CHARS = 140

LOUD = 0.5
"""From this share of an idea's points on, given by one person, that is said with the result."""

_ENOUGH_VOTERS = 3


@dataclass(frozen=True, slots=True)
class Given:
    """The points that one person gave one idea (a row id)."""

    idea_id: int
    user_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Place:
    """An idea in the result. ``share`` is its part of all points, ``loudest`` the largest part of
    its own points that one person gave; both from 0 to 1."""

    place: int
    number: int
    title: str
    points: int
    voters: int
    share: float
    loudest: float


@dataclass(frozen=True, slots=True)
class Weight:
    """What part of all points went to ideas that a customer asked for, and to ideas that no other
    customer asked for; from 0 to 1."""

    customer: str
    share: float
    alone: float


@dataclass(frozen=True, slots=True)
class TeamWeight:
    """What part of all points a team gave, from 0 to 1, by how many of its people.

    ``team`` is empty for those in no team. ``favourite`` is the number of the idea that it gave
    most to; None where too few voted for it to be told without telling who voted how.
    """

    team: str
    share: float
    voters: int
    favourite: int | None = None


@dataclass(frozen=True, slots=True)
class Concentration:
    """How the points are spread: over how many ideas as it were, how much of them the first three
    ideas have, what part went to ideas with a customer behind them, and behind which; and what part
    each team gave, nothing where no team is known."""

    effective: float
    top_three: float
    with_customers: float
    customers: tuple[Weight, ...]
    teams: tuple[TeamWeight, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A ballot's result. ``invited`` is how many might have voted: those who were named, or who are
    in the channel; None where that is unknown."""

    round: Round
    places: tuple[Place, ...]
    points: int
    voters: int
    invited: int | None
    concentration: Concentration | None
    started_by: str
    objective: str = ""


@dataclass(frozen=True, slots=True)
class BallotForm:
    """A ballot as one person fills it in: their own points by the idea's number."""

    round: Round
    ideas: tuple[Idea, ...]
    mine: Mapping[int, int]
    objective: str = ""


def check_budget(typed: str) -> int:
    """The number of points that each person has; raises InvalidInput at ``budget``."""
    text = straighten(typed).strip()
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_BUDGET:
        return int(text)
    raise InvalidInput(
        f"Give each person a whole number of points, from 1 to {MAX_BUDGET}.", field="budget"
    )


def check_ballot(typed: Mapping[int, str], budget: int) -> dict[int, int]:
    """The points by idea number, those with none left out.

    Raises InvalidInput at the idea's number for what is no whole number, and at the largest entry
    when more is given than there is.
    """
    given = {number: _points(number, text) for number, text in typed.items() if text.strip()}
    spent = sum(given.values())
    if spent > budget:
        over = "point" if spent - budget == 1 else "points"
        largest = max(given, key=lambda number: given[number])
        raise InvalidInput(
            f"You gave {spent} points and have {budget}. Take {spent - budget} {over} back.",
            field=str(largest),
        )
    return {number: points for number, points in given.items() if points}


def ranked(ideas: Iterable[Idea], given: Collection[Given]) -> tuple[Place, ...]:
    """The ideas by points, then by voters, then by number; equal ones share a place."""
    total = sum(one.points for one in given)
    counted = []
    for idea in ideas:
        own = [one.points for one in given if one.idea_id == idea.id]
        counted.append((sum(own), len(own), max(own, default=0), idea))
    counted.sort(key=lambda one: (-one[0], -one[1], one[3].number))
    standings = [(points, voters) for points, voters, _most, _idea in counted]
    return tuple(
        Place(
            place=standings.index((points, voters)) + 1,
            number=idea.number,
            title=idea.title,
            points=points,
            voters=voters,
            share=points / total if total else 0.0,
            loudest=most / points if points else 0.0,
        )
        for points, voters, most, idea in counted
    )


def effective_number(points: Iterable[int]) -> float:
    """Over how many ideas the points are spread as it were, 0 without points.

    One divided by the sum of the squared shares: M. Laakso and R. Taagepera, "Effective" Number of
    Parties, Comparative Political Studies 12 (1979), the inverse of the Herfindahl-Hirschman
    index. Shares of 30, 30, 20 and 20 percent have the index 0.26, so they count as 3.85.
    """
    counts = [one for one in points if one]
    total = sum(counts)
    return total**2 / sum(one**2 for one in counts) if total else 0.0


def concentration(
    ideas: Collection[Idea],
    given: Collection[Given],
    askers: Mapping[int, tuple[str, ...]],
    teams: Mapping[str, tuple[str, ...]],
) -> Concentration | None:
    """How concentrated a ballot is, None without points.

    ``askers`` are the customers behind an idea by its row id, known from its evidence; ``teams``
    are those that a person is in, by user id, without those who are in none. All people
    have the same budget, so concentration by person is said idea by idea (``Place.loudest``).
    """
    points = {idea.id: 0 for idea in ideas}
    for one in given:
        points[one.idea_id] = points.get(one.idea_id, 0) + one.points
    total = sum(points.values())
    if not total:
        return None
    names = {name for idea_id in points for name in askers.get(idea_id, ())}
    weights = [_weight(name, points, askers, total) for name in names]
    largest = sorted(points.values(), reverse=True)[:3]
    return Concentration(
        effective=effective_number(points.values()),
        top_three=sum(largest) / total,
        with_customers=sum(n for idea_id, n in points.items() if askers.get(idea_id)) / total,
        customers=tuple(
            sorted(
                (one for one in weights if one.share), key=lambda one: (-one.share, one.customer)
            )
        ),
        teams=by_team(ideas, given, teams),
    )


def by_team(
    ideas: Iterable[Idea], given: Collection[Given], teams: Mapping[str, tuple[str, ...]]
) -> tuple[TeamWeight, ...]:
    """What each team gave, the largest part first; who is in several counts for each in equal
    parts, so that all parts add up to 1. Empty where nobody who voted is in a team."""
    numbers = {idea.id: idea.number for idea in ideas}
    total = sum(one.points for one in given)
    points: defaultdict[str, dict[int, Fraction]] = defaultdict(dict)
    voters: defaultdict[str, set[str]] = defaultdict(set)
    for one in given:
        own = teams.get(one.user_id) or ("",)
        for team in own:
            before = points[team].get(one.idea_id, Fraction())
            points[team][one.idea_id] = before + Fraction(one.points, len(own))
            voters[team].add(one.user_id)
    if not any(points):
        return ()
    found = [
        TeamWeight(
            team=team,
            share=float(sum(counted.values()) / total),
            voters=len(voters[team]),
            favourite=_favourite(counted, numbers, len(voters[team])) if team else None,
        )
        for team, counted in points.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.team, -one.share, one.team)))


def _favourite(
    points: Mapping[int, Fraction], numbers: Mapping[int, int], voters: int
) -> int | None:
    if voters < _ENOUGH_VOTERS:
        return None
    most = max(points.values())
    first = [numbers[one] for one, n in points.items() if n == most and one in numbers]
    return first[0] if len(first) == 1 else None


def is_loud(place: Place, voters: int) -> bool:
    """True when most of an idea's points came from one person although several took part."""
    return voters >= _ENOUGH_VOTERS and place.points > 1 and place.loudest > LOUD


def _weight(
    name: str, points: Mapping[int, int], askers: Mapping[int, tuple[str, ...]], total: int
) -> Weight:
    asked = {idea_id: n for idea_id, n in points.items() if name in askers.get(idea_id, ())}
    alone = sum(n for idea_id, n in asked.items() if set(askers[idea_id]) == {name})
    return Weight(name, sum(asked.values()) / total, alone / total)


def _points(number: int, typed: str) -> int:
    text = straighten(typed).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise InvalidInput("Give a whole number of points, 0 or more.", field=str(number))
    return int(text)
