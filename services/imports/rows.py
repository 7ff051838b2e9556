"""Putting rows of a file into the workspace: parts of transactions, each for a few hundred rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from domain.core.errors import InvalidInput
from domain.core.people import Request
from domain.ideas.model import Position, Status, moved
from domain.imports.fields import Kind
from domain.imports.idea_cells import idea_lists, idea_names
from domain.imports.rows import (
    CustomerItem,
    FeedbackItem,
    IdeaItem,
    Item,
    Problem,
    Voter,
    unnamed_voters,
)
from domain.imports.sources import print_of
from domain.text.folding import fold
from domain.text.words import parse_reference
from services.imports.customers import put_customers
from services.imports.identity import Settled, settled
from services.votes import tally
from storage.database import reference_numbers as numbers
from storage.database.engine import Session
from storage.ideas import survivors
from storage.imports import rows as import_rows
from storage.imports.rows import NewFeedback, NewIdea
from storage.imports.traces import Trace
from storage.outbox import change_log as changes
from storage.votes import imported as imported_votes

BATCHES = {Kind.FEEDBACK: 500, Kind.IDEAS: 250, Kind.CUSTOMERS: 500}
"""Rows of one transaction: so few that it takes about 0.1 s, as others wait for it."""

_GROWS_EARLY, _GROWS = 1_000, 20_000

_DIFFERS = (
    "A row with this id was imported before, and it says something else now. It was left as it is "
    "here; give the row another id to add it."
)

_Item = TypeVar("_Item", FeedbackItem, IdeaItem, CustomerItem)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of some rows: how many are new, how many were there, and what was refused.

    ``votes`` counts votes that are new; ``changed`` are the refused ones that read otherwise now;
    ``remarks`` are rows that came with something changed.
    """

    added: int = 0
    known: int = 0
    votes: int = 0
    problems: tuple[Problem, ...] = ()
    changed: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def put(
    session: Session,
    request: Request,
    kind: Kind,
    rows: Sequence[Item | Problem],
    trace: Trace | None = None,
) -> Result:
    """Store rows of a kind; those that were stored before change nothing.

    ``trace`` belongs to their import, which then knows what they made.
    """
    trace = trace or Trace()
    sorted_out = settled(session, request, kind, rows, trace)
    rows = sorted_out.rows
    if kind is Kind.FEEDBACK:
        done = _feedback(session, request, _of(FeedbackItem, rows), trace)
    elif kind is Kind.IDEAS:
        done = _ideas(session, request, _of(IdeaItem, rows), trace)
    else:
        added, known, refused = put_customers(session, request, _of(CustomerItem, rows), trace)
        done = Result(added, known, problems=refused)
    trace.store(session, request.workspace_id)
    changed = sorted_out.changed
    unreadable = [row for row in rows if isinstance(row, Problem)]
    problems = sorted([*unreadable, *done.problems, *changed], key=lambda one: one.line)
    remarks = tuple(_remarks_of(rows, {one.line for one in problems}))
    done = replace(done, problems=tuple(problems), changed=tuple(changed), remarks=remarks)
    return _with_updates(done, kind, sorted_out)


def _with_updates(done: Result, kind: Kind, found: Settled) -> Result:
    """Count rows that were updated as brought; changed ideas are among the known rows."""
    known = done.known
    if kind is Kind.IDEAS:
        known -= found.updated + len(found.changed)
    return replace(done, added=done.added + found.updated, known=known)


def _remarks_of(rows: Sequence[Item | Problem], refused: set[int]) -> list[Problem]:
    return [
        Problem(row.line, " ".join(row.remarks), row.cells)
        for row in rows
        if not isinstance(row, Problem) and row.remarks and row.line not in refused
    ]


def grown(session: Session, before: int, after: int) -> None:
    """Note that an import has come from one number of rows to another (part of a transaction)."""
    if before < _GROWS_EARLY <= after or before // _GROWS != after // _GROWS:
        import_rows.learn_sizes(session)


def _feedback(
    session: Session, request: Request, rows: Sequence[FeedbackItem], trace: Trace
) -> Result:
    numbers.lock(session, request.workspace_id, "F")  # before looking what is there
    known = import_rows.known_feedback(session, request.workspace_id, [row.key for row in rows])
    named = {name for row in rows if row.idea for name in idea_names(row.idea)}
    ideas = _ideas_meant(session, request, named)
    new: dict[str, NewFeedback] = {}
    problems: list[Problem] = []
    for row in rows:
        if row.key in known or row.key in new:
            stands = known[row.key] if row.key in known else new[row.key].item.text
            if fold(stands) != fold(row.text):
                problems.append(Problem(row.line, _DIFFERS, row.cells))
            continue
        try:
            new[row.key] = NewFeedback(row, _ideas_of(row, ideas))
        except InvalidInput as refused:
            problems.append(Problem(row.line, refused.message, row.cells))
    _add_feedback(session, request, list(new.values()), trace)
    return Result(len(new), len(rows) - len(new) - len(problems), problems=tuple(problems))


def _add_feedback(
    session: Session, request: Request, new: Sequence[NewFeedback], trace: Trace
) -> None:
    if not new:
        return
    stored = import_rows.add_feedback(session, request, new, trace)
    for one, (row_id, _number) in zip(new, stored, strict=True):
        trace.made("feedback", row_id, print=print_of(one.item))
    _record(session, request, "feedback", "created", stored)
    linked = [
        (idea_id, number)
        for one, (_row_id, number) in zip(new, stored, strict=True)
        for idea_id in one.idea_ids
    ]
    _record(session, request, "idea", "evidence", linked)


def _ideas_meant(session: Session, request: Request, named: Iterable[str]) -> dict[str, set[int]]:
    """The row ids of the ideas that cells name, by a number such as I-12 or by their title."""
    references = {name: parse_reference(name) for name in named}
    wanted = {one.number for one in references.values() if one is not None and one.kind == "I"}
    found = survivors.of_numbers(session, request.workspace_id, wanted) if wanted else {}
    titles = [name for name, one in references.items() if one is None]
    meant = import_rows.ideas_by_title(session, request.workspace_id, titles) if titles else {}
    for name, one in references.items():
        if one is not None and one.kind == "I" and one.number in found:
            meant[name] = {found[one.number]}
    return meant


def _ideas_of(row: FeedbackItem, ideas: dict[str, set[int]]) -> tuple[int, ...]:
    """The ideas that a cell names: one, or several in one of the ways of listing them."""
    if row.idea is None:
        return ()
    for way in idea_lists(row.idea):
        meant = [ideas.get(name, set()) for name in way]
        if all(len(one) == 1 for one in meant):
            return tuple(dict.fromkeys(idea_id for one in meant for idea_id in one))
    several = any(len(ideas.get(name, set())) > 1 for name in idea_names(row.idea))
    what = "There are several ideas" if several else "There is no idea"
    raise InvalidInput(
        f"{what} {row.idea[:80]!r}. Name one by its number, such as I-12, or leave the cell empty."
    )


def _ideas(session: Session, request: Request, rows: Sequence[IdeaItem], trace: Trace) -> Result:
    workspace_id = request.workspace_id
    numbers.lock(session, workspace_id, "I")  # before looking what is there
    known = import_rows.known_ideas(session, workspace_id, [row.key for row in rows])
    wanted: dict[str, IdeaItem] = {}
    problems: list[Problem] = []
    for row in rows:
        earlier = wanted.get(row.key)
        stands = known[row.key][1] if row.key in known else (earlier or row).title
        if fold(stands) != fold(row.title):
            problems.append(Problem(row.line, _DIFFERS, row.cells))
        else:
            wanted[row.key] = _joined(earlier, row) if earlier else row
    people = _people(session, request, wanted.values(), trace)
    new = [row for row in wanted.values() if row.key not in known]
    votes = _add_ideas(session, request, new, people, trace)
    there = {known[row.key][0]: row for row in wanted.values() if row.key in known}
    votes += _add_votes(session, request, there, people, trace)
    return Result(len(new), len(rows) - len(new) - len(problems), votes, tuple(problems))


def _joined(one: IdeaItem, other: IdeaItem) -> IdeaItem:
    """Two rows of one idea: everybody who votes in either of them."""
    voters = tuple({voter.voter_id: voter for voter in (*one.voters, *other.voters)}.values())
    return replace(one, voters=voters, votes=max(one.votes, other.votes, len(voters)))


def _people(
    session: Session, request: Request, rows: Iterable[IdeaItem], trace: Trace
) -> dict[str, str]:
    """Who votes, by the id of the voter: the one person in Slack with that name, or an outsider."""
    voters = {voter.voter_id: voter for row in rows for voter in row.voters}
    if not voters:
        return {}
    names = [voter.name for voter in voters.values()]
    found = imported_votes.people_named(session, request.workspace_id, names)
    people: dict[str, str] = {}
    outsiders: list[Voter] = []
    for voter_id, voter in voters.items():
        match found.get(voter.name.lower(), []):
            case [user_id]:
                people[voter_id] = user_id
            case _:
                people[voter_id] = voter_id
                outsiders.append(voter)
    for voter_id in imported_votes.introduce(session, request.workspace_id, outsiders, request.at):
        trace.made("voter", name=voter_id)
    return people


def _add_ideas(
    session: Session,
    request: Request,
    rows: Sequence[IdeaItem],
    people: dict[str, str],
    trace: Trace,
) -> int:
    if not rows:
        return 0
    new = [NewIdea(row, _position(row, request), _voters(row, people, set())) for row in rows]
    ids = import_rows.add_ideas(session, request, new, trace)
    for row, row_id in zip(rows, ids, strict=True):
        trace.made("idea", row_id, print=print_of(row))
    titles = [(row_id, row.title) for row, row_id in zip(rows, ids, strict=True)]
    _record(session, request, "idea", "created", titles)
    given = {row_id: one.voters for one, row_id in zip(new, ids, strict=True)}
    imported_votes.keep(session, request.workspace_id, given, request.at, into={})
    votes = [(row_id, {"user": user}) for row_id, users in given.items() for user in users]
    _record(session, request, "idea", "vote", votes)
    return len(votes)


def _add_votes(
    session: Session,
    request: Request,
    rows: dict[int, IdeaItem],
    people: dict[str, str],
    trace: Trace,
) -> int:
    """Add to ideas that are there what votes they lack; the number of votes that are new."""
    if not rows:
        return 0
    workspace_id = request.workspace_id
    before = imported_votes.given_for(session, workspace_id, rows)
    wanted = {
        idea_id: set(_voters(row, people, before.get(idea_id, set())))
        for idea_id, row in rows.items()
    }
    more = {one: users - before.get(one, set()) for one, users in wanted.items()}
    more = {one: users for one, users in more.items() if users}
    for one, users in more.items():
        for user in sorted(users):
            trace.made("vote", one, name=user)
    into = survivors.of_ids(session, workspace_id, more) if more else {}
    imported_votes.keep(session, workspace_id, more, request.at, into=into)
    for idea_id in sorted({into.get(one, one) for one in more}):
        tally.recount(session, request, idea_id)
    return sum(len(users) for users in more.values())


def _voters(row: IdeaItem, people: dict[str, str], before: set[str]) -> tuple[str, ...]:
    """Who votes: the named ones, and so many nameless ones that all together are as many as the
    table says, with those that came ``before``."""
    named = dict.fromkeys(people[voter.voter_id] for voter in row.voters)
    voters = [*named, *(one for one in sorted(before) if one not in named)]
    lacking = row.votes - len(voters)
    if lacking > 0:
        fresh = [one for one in unnamed_voters(row.key, row.votes) if one not in before]
        voters += fresh[:lacking]
    return tuple(voters)


def _position(row: IdeaItem, request: Request) -> Position:
    start = Position(Status.OPEN, None, None)
    return moved(start, row.status, row.done_at or row.said_at or request.at)


def _record(
    session: Session, request: Request, kind: str, field: str, news: Sequence[tuple[int, Any]]
) -> None:
    entries = [((kind, subject_id), None, after) for subject_id, after in news]
    changes.record_all(session, request, field, entries)


def _of(kind: type[_Item], rows: Sequence[Item | Problem]) -> list[_Item]:
    return [row for row in rows if isinstance(row, kind)]
