"""What a search names, looked up: people, customers, tiers, areas, ideas and days."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from domain.core.amounts import Amount
from domain.core.errors import NotFound
from domain.core.people import Request
from domain.search.query_language import Query
from domain.search.results import Wanted
from domain.search.vocabulary import ANY, Field
from domain.text.labels import LabelKind, fold_name
from services.customers.actions import find, require_tier
from services.customers.rates import in_own_currency
from services.ideas.permissions import missing
from storage.database import labels
from storage.database.engine import Session
from storage.ideas import queries as ideas
from storage.scoring import estimates as scoring
from storage.scoring import ranking
from storage.search.feedback import has_speaker
from storage.workspace import people, workspaces

_MOST_NAMES = 500


def wanted_of(session: Session, request: Request, query: Query) -> Wanted:
    """A search with what it names looked up (part of a transaction).

    Raises InvalidInput and NotFound for what nobody is called, with the nearest name.
    """
    zone = _zone(session, request)
    any_customer = ANY in query.of(Field.CUSTOMER)
    names = _Names(session, request)
    speakers = tuple(one.lstrip("@").lower() for one in query.of(Field.FROM))
    least = query.of(Field.REVENUE)
    return Wanted(
        query=query,
        me=request.user_id,
        people=names.people(query, Field.FROM, is_speaker=True),
        speakers=tuple(one for one in speakers if len(one) > 1 and one != "me"),
        not_people=names.people(query, Field.FROM, is_not=True) or (),
        owners=names.people(query, Field.OWNER),
        not_owners=names.people(query, Field.OWNER, is_not=True) or (),
        customers=None if any_customer else names.customers(query),
        not_customers=names.customers(query, is_not=True) or (),
        is_of_any_customer=any_customer,
        tiers=names.tiers(query),
        not_tiers=names.tiers(query, is_not=True) or (),
        areas=names.areas(query),
        not_areas=names.areas(query, is_not=True) or (),
        ideas=names.ideas(query),
        not_ideas=names.ideas(query, is_not=True) or (),
        least=_least(session, request, query.least) if least else None,
        since=_start(query.since, zone) if query.since else None,
        before=_start(query.until + timedelta(days=1), zone) if query.until else None,
    )


class _Names:
    """Looks up what filters name in one workspace."""

    def __init__(self, session: Session, request: Request) -> None:
        self._session = session
        self._request = request
        self._workspace_id = request.workspace_id

    def people(
        self, query: Query, field: Field, *, is_not: bool = False, is_speaker: bool = False
    ) -> tuple[str, ...] | None:
        """User ids of the people who are named; somebody outside Slack may be a speaker."""
        typed = query.of(field, is_not=is_not)
        if not typed:
            return None
        found: list[str] = []
        for one in typed:
            ids = self._called(one)
            if not ids and not (is_speaker and self._has_spoken(one)):
                raise NotFound(
                    f"I know nobody called “{one.lstrip('@')[:60]}”. "
                    f"Try {field.value}:me or a whole name in quotes."
                )
            found += ids
        return tuple(found)

    def customers(self, query: Query, *, is_not: bool = False) -> tuple[int, ...] | None:
        """Row ids of the customers that are named."""
        typed = query.of(Field.CUSTOMER, is_not=is_not)
        found = [find(self._session, self._workspace_id, one).id for one in typed if one != ANY]
        return tuple(found) if typed else None

    def tiers(self, query: Query, *, is_not: bool = False) -> tuple[str, ...] | None:
        """Folded names of the tiers that are named."""
        typed = query.of(Field.TIER, is_not=is_not)
        for one in typed:
            require_tier(self._session, self._workspace_id, one)
        return tuple(fold_name(one) for one in typed) if typed else None

    def areas(self, query: Query, *, is_not: bool = False) -> tuple[int, ...] | None:
        """Row ids of the areas that are named."""
        typed = query.of(Field.AREA, is_not=is_not)
        return tuple(self._each(typed, self._area)) if typed else None

    def ideas(self, query: Query, *, is_not: bool = False) -> tuple[int, ...] | None:
        """Row ids of the ideas that are named."""
        typed = query.of(Field.IDEA, is_not=is_not)
        return tuple(self._each(typed, self._idea)) if typed else None

    def _each(self, typed: Sequence[str], look_up: Callable[[str], int]) -> list[int]:
        return [look_up(one) for one in typed]

    def _called(self, typed: str) -> list[str]:
        name = typed.strip("<>@").partition("|")[0]
        if typed.casefold().lstrip("@") == "me":
            return [self._request.user_id]
        if typed.startswith("<@"):
            return [name]
        exact = people.named(self._session, self._workspace_id, name)
        if exact:
            return [one.user_id for one in exact]
        return ranking.people_called(self._session, self._workspace_id, name)

    def _has_spoken(self, typed: str) -> bool:
        name = typed.lstrip("@")
        return len(name) > 1 and has_speaker(self._session, self._workspace_id, name)

    def _area(self, name: str) -> int:
        area_id = scoring.area_named(self._session, self._workspace_id, name)
        if area_id is not None:
            return area_id
        known = labels.suggest(self._session, self._workspace_id, LabelKind.AREA, "", _MOST_NAMES)
        folded = {fold_name(one): one for one in known}
        near = get_close_matches(fold_name(name), folded, n=1, cutoff=0.6)
        hint = f" Did you mean {folded[near[0]]}?" if near else ""
        there = "" if near or not known else f" There are {', '.join(known[:10])}."
        raise NotFound(f"There is no area called “{name[:60]}”.{hint}{there}")

    def _idea(self, number: str) -> int:
        found = ideas.by_number(self._session, self._workspace_id, int(number))
        if found is None:
            raise missing(self._session, self._workspace_id, int(number))
        return found.id


def _least(session: Session, request: Request, least: Amount | None) -> float:
    if least is None:
        return 0.0
    return float(in_own_currency(session, request.workspace_id, least).hundredths)


def _zone(session: Session, request: Request) -> ZoneInfo:
    person = people.get(session, request.workspace_id, request.user_id)
    workspace = workspaces.get(session, request.workspace_id)
    return ZoneInfo((person.zone if person else None) or workspace.zone or "UTC")


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
