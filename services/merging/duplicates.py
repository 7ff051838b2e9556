"""Ideas that are probably the same, for a person to merge or to tell apart."""

from collections.abc import Iterable

from domain.core.errors import InvalidInput
from domain.core.people import Request
from domain.ideas.model import Idea
from domain.merging.plan import Duplicate, DuplicateList, duplicate_of
from domain.similarity.closeness import Closeness, Degree, Text, closeness, ready
from services.outbox.messages import respond
from services.outbox.payloads import pack
from services.similarity import index as embedding_index
from services.similarity.embedding import model_name
from services.workspace import people
from services.workspace.permissions import manages
from storage import similarity as search_entries
from storage.database.engine import Database, Session
from storage.ideas import queries as ideas
from storage.merging import merges as merging
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox

MOST_SHOWN = 8
MOST_COMPARED = 2_000
"""So many open ideas, those with most votes, are compared with each other: 0.1 s."""

_LEAST_COSINE = 0.5
_MOST_PAIRS = 400
_NEAREST = 6
_TEXT_CHARS = 500

Pairs = list[tuple[Duplicate, float]]


def listed(database: Database, request: Request) -> DuplicateList:
    """The open ideas that say almost the same, the most alike first.

    Those that somebody said to differ are left out.
    """
    embedding_index.catch_up(database, request.workspace_id)
    with database.reading() as session:
        return _listed(session, request)


def tell_apart(
    database: Database,
    request: Request,
    number: int,
    other_number: int,
    answer_url: str | None = None,
) -> None:
    """Remember that two ideas are not the same; the list at ``answer_url`` is shown without them.

    Raises NotAllowed for those who do not manage, and InvalidInput for one idea twice.
    """
    with database.transaction() as session:
        people.require_manager(session, request, "say that ideas are not the same")
        found = ideas.by_numbers(session, request.workspace_id, (number, other_number))
        one, other = found.get(number), found.get(other_number)
        if one is None or other is None or one.id == other.id:
            raise InvalidInput("Those two are one idea by now. Open the list again: /ideas doubles")
        if merging.set_apart(session, request, one.id, other.id):
            for mine, theirs in ((one, other), (other, one)):
                subject = ("idea", mine.id)
                changes.record(session, request, subject, "apart", after=theirs.number)
        if answer_url is not None:
            _renew(session, request, answer_url)


def renew(database: Database, request: Request, answer_url: str) -> None:
    """Show the list at ``answer_url`` as it is now."""
    with database.transaction() as session:
        _renew(session, request, answer_url)


def twin_of(database: Database, idea: Idea) -> Duplicate | None:
    """The open idea that says almost the same as one, or None."""
    if idea.status.is_closed:
        return None
    with database.reading() as session:
        own = search_entries.vectors(
            session, idea.workspace_id, "idea", model_name(), [idea.id]
        ).get(idea.id)
    if own is None:
        return None
    from domain.similarity.matrix import unpacked

    vector = unpacked([own])[0]
    near = embedding_index.nearest(database, idea.workspace_id, "idea", vector, _NEAREST)
    with database.reading() as session:
        cosines = {row_id: cosine for row_id, cosine in near if row_id != idea.id}
        others = ideas.in_order(session, idea.workspace_id, list(cosines))
        apart = merging.apart(session, idea.workspace_id)
    pairs = [(idea, one, cosines[one.id]) for one in others if not one.status.is_closed]
    found = _same(pairs, apart)
    return found[0][0] if found else None


def _listed(session: Session, request: Request) -> DuplicateList:
    workspace_id = request.workspace_id
    best = ideas.best(session, workspace_id, MOST_COMPARED)
    found = _pairs(session, workspace_id, best)
    return DuplicateList(
        doubles=tuple(one for one, _score in found[:MOST_SHOWN]),
        has_more=len(found) > MOST_SHOWN,
        looked_at=len(best),
        total=merging.count_open(session, workspace_id),
        may_merge=manages(session, request),
    )


def _renew(session: Session, request: Request, answer_url: str) -> None:
    shown = pack(_listed(session, request))
    key = f"doubles:{request.key or request.at.isoformat()}"
    new_task = respond(answer_url, "idea_doubles", shown, key=key, at=request.at)
    outbox.enqueue(session, request.workspace_id, new_task, request.at)


def _pairs(session: Session, workspace_id: int, best: list[Idea]) -> Pairs:
    from domain.similarity.pairs import nearest_pairs

    by_id = {one.id: one for one in best}
    held = search_entries.vectors(session, workspace_id, "idea", model_name(), by_id)
    order = sorted(held)
    near = nearest_pairs([held[one] for one in order], _LEAST_COSINE, _MOST_PAIRS)
    pairs = [(by_id[order[one]], by_id[order[other]], cosine) for one, other, cosine in near]
    return _same(pairs, merging.apart(session, workspace_id))


def _same(pairs: Iterable[tuple[Idea, Idea, float]], apart: set[tuple[int, int]]) -> Pairs:
    """Those pairs that say almost the same and were not said to differ, the most alike first."""
    texts: dict[int, list[Text]] = {}
    found: Pairs = []
    for one, other, cosine in pairs:
        if (min(one.id, other.id), max(one.id, other.id)) in apart:
            continue
        forms = [texts.setdefault(each.id, _forms(each)) for each in (one, other)]
        near = _closest(forms[0], forms[1], cosine)
        if near.degree is Degree.SAME:
            found.append((duplicate_of(one, other, near.shared), near.sameness))
    return sorted(found, key=lambda pair: (-pair[1], -pair[0].into.votes, pair[0].into.number))


def _forms(idea: Idea) -> list[Text]:
    """An idea by its title, and with its description."""
    whole = f"{idea.title}. {idea.description}"[:_TEXT_CHARS]
    return [ready(idea.title), *([ready(whole)] if idea.description else [])]


def _closest(ones: list[Text], others: list[Text], cosine: float) -> Closeness:
    each = [closeness(one, other, cosine) for one in ones for other in others]
    return max(each, key=lambda near: near.sameness)
