"""No function of storage reads or changes across workspaces.

Every public function that takes a workspace is called for one workspace with the ids, numbers and
words of another. A new function is called too: it fails here until its arguments have samples.
"""

import contextlib
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlmodel import SQLModel

import storage
from domain.announcements import Note
from domain.errors import UserError
from domain.feedback import Draft, Source
from domain.ideas import Horizon
from domain.objectives import Confidence
from domain.people import Channel, Person
from domain.promises import NewPromise
from domain.roadmap_shares import parse_share
from services import (
    ballots,
    decisions,
    dependencies,
    digest_changes,
    digest_runs,
    feedback,
    idea_plans,
    ideas,
    meanings,
    objectives,
    progress,
    promises,
    roadmap_shares,
    round_life,
    rounds,
    scoring,
    scoring_rules,
)
from services.ideas import NewIdea
from storage import announcements, channels, people
from storage.engine import Database, Session
from tests.support import ideas as cards
from tests.support.make import NOON, request, workspace
from tests.support.samples import (
    BY_TYPE,
    CHANNEL,
    DECISION,
    KEY,
    LATER,
    OBJECTIVE,
    SAMPLES,
    SECRET,
    TS,
    USER,
    WISH,
)

NOT_FEATURES = {
    "clock",
    "engine",
    "export",
    "migrate",
    "seal",
    "tables",
    "types",
    "upsert",
    "migrations",
}
"""Modules without queries of a workspace; an export is of all of them."""

OVER_ALL = {
    "announcements.due",
    "decisions.due",
    "objectives.due",
    "deliveries.get",
    "deliveries.count_results",
    "deliveries.newest",
    "idea_facts.chunks",
    "idea_facts.from_row",
    "ideas.of_evidence",
    "changes.from_rows",
    "jobs.every",
    "jobs.finished",
    "jobs.started",
    "outbox.claim",
    "rounds.due",
    "outbox.count_due",
    "outbox.counts_by_state",
    "outbox.next_due",
    "outbox.oldest_due",
    "outbox.renew",
    "subscriptions.due",
    "subscriptions.next_due_at",
    "subscriptions.waking",
    "shares.by_token_hash",
    "workspaces.by_team",
    "workspaces.every",
    "workspaces.install",
}
"""What the clock, the dispatcher, the operator's command line and installing do for everybody."""


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions of storage by ``module.name``."""
    for module in pkgutil.iter_modules(storage.__path__):
        if module.name in NOT_FEATURES:
            continue
        found = importlib.import_module(f"storage.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if function.__module__ == found.__name__ and not name.startswith("_"):
                yield f"{module.name}.{name}", function


def of_a_workspace(function: Callable[..., Any]) -> bool:
    return bool({"workspace_id", "request"} & set(inspect.signature(function).parameters))


def of_a_record(function: Callable[..., Any]) -> bool:
    """Whether it takes a record, which knows its own workspace."""
    hints = [hint for name, hint in get_type_hints(function).items() if name != "return"]
    return any(
        is_dataclass(hint) and "workspace_id" in {one.name for one in fields(hint)}
        for hint in hints
    )


ALL = dict(functions())
ASKED = {name: function for name, function in ALL.items() if of_a_workspace(function)}


def test_every_function_takes_a_workspace_or_a_record_of_one_or_is_listed() -> None:
    rest = {
        name
        for name, function in ALL.items()
        if not of_a_workspace(function) and not of_a_record(function)
    }
    assert rest - {"cards.update_name"} == OVER_ALL


def fill(database: Database) -> int:
    """A workspace with something of everything; its row id. All its words say so."""
    found = workspace(database, "T2", ideas_channel_id=CHANNEL).id
    with database.transaction() as session:
        people.save(session, found, [Person(USER, SECRET, "UTC", is_admin=True)], NOON)
        channels.save(session, found, [Channel(CHANNEL, SECRET, is_member=True)], NOON)
    asked = request(found, USER, KEY)
    draft = Draft(SECRET, customer=SECRET, area=SECRET, source=Source(CHANNEL, TS))
    feedback.capture(database, asked, draft)
    idea = ideas.file(database, asked, NewIdea(SECRET, SECRET, feedback_number=1), CHANNEL)
    cards.posted(database, idea, TS, CHANNEL)
    ideas.move(database, asked, idea.number, Horizon.NEXT)
    estimates = (("reach", "8"), ("impact", "2"), ("confidence", "80%"), ("effort", "3"))
    scoring.give_in_words(database, asked, idea.number, estimates)
    scoring_rules.choose(database, asked, "ice", SECRET)
    scoring_rules.choose(database, asked, "default", SECRET)
    scoring_rules.word(database, asked, "impact", {"3": SECRET})
    cards.react(database, found, USER, TS, at="1700000001.0", channel=CHANNEL)
    with database.transaction() as session:
        announcements.add(session, asked, idea.id, Note(SECRET, SECRET), [CHANNEL], NOON)
    roadmap_shares.share(database, asked, parse_share("customers"), as_link=True)
    rounds_of(database, found, idea.number)
    objectives_of(database, found, idea.number)
    plans_of(database, found, idea.number)
    early = request(found, USER, at=NOON.replace(day=1))
    digest_changes.subscribe(database, early, CHANNEL, WISH)
    digest_changes.subscribe_in_words(database, early, USER, "mon 09:00")
    digest_runs.run_due(database, NOON)
    meanings.catch_up(database, found)
    return found


def objectives_of(database: Database, workspace_id: int, number: int) -> None:
    """An objective with an idea and a report, and a decision about the idea."""
    asked = request(workspace_id, USER, KEY)
    made = objectives.create(database, asked, OBJECTIVE)
    objectives.serve(database, asked, number, [made.number])
    report = progress.Typed("8", Confidence.AT_RISK, SECRET)
    progress.report(database, asked, made.number, report)
    decisions.record(database, asked, DECISION)


def plans_of(database: Database, workspace_id: int, number: int) -> None:
    """Dates, a promise, and another idea that the first one needs."""
    idea_plans.set_dates(database, request(workspace_id, USER), number, "by 2026-11-01 firm")
    told = NewPromise(SECRET, NOON.date(), USER, note=SECRET)
    promises.promise(database, request(workspace_id, USER, KEY), number, told)
    needed = ideas.file(database, request(workspace_id, USER), NewIdea(f"{SECRET} too"), None)
    dependencies.need(database, request(workspace_id, USER), number, [needed.number])


def rounds_of(database: Database, workspace_id: int, number: int) -> None:
    """A blind round that two disagreed in, and a ballot."""
    asked = request(workspace_id, USER, KEY)
    wish = rounds.Wish((number,), (USER, "UMEMBER"), CHANNEL, LATER)
    made = rounds.start(database, asked, wish).round.number
    for user, effort in ((USER, "2"), ("UMEMBER", "9")):
        answered = request(workspace_id, user)
        rounds.answer(database, answered, made, number, {"effort": effort})
    round_life.reveal(database, asked, made)
    rounds.explain(database, asked, made, SECRET)
    asked = request(workspace_id, USER, f"{KEY}-2")
    vote = ballots.Wish(SECRET, (number,), (USER,), CHANNEL, LATER, "10")
    paper = ballots.start(database, asked, vote).round.number
    ballots.cast(database, asked, paper, {number: "3"}, None)


def rows_of(session: Session, workspace_id: int) -> dict[str, list[Any]]:
    """Everything stored of a workspace, by table."""
    session.flush()
    found: dict[str, list[Any]] = {}
    for table in SQLModel.metadata.sorted_tables:
        key = table.c.get("workspace_id", table.c.get("id"))
        if table.name == "workspace" or "workspace_id" in table.c:
            query = select(table).where(key == workspace_id).order_by(*table.primary_key)
            found[table.name] = [tuple(row) for row in session.connection().execute(query)]
    return found


WRITERS = {
    "announcements.add",
    "ballots.give",
    "cards.create",
    "dependencies.add",
    "evidence.link",
    "labels.find_or_create",
    "objectives.link",
    "progress.report",
    "promises.add",
    "round_answers.give",
    "round_answers.keep_voices",
    "rounds.add",
    "rounds.fill",
    "scoring.conclude",
    "scoring.give",
    "scoring.set_area_method",
    "votes.change",
}
"""They store rows for ids that a service has read for this very workspace, and tell no more than
whether they could, or the new row's id; what the other workspace has stays as it is."""


class Undo(Exception):
    """Leaves a transaction without a trace."""


def ask(session: Session, name: str, workspace_id: int) -> Any:
    """What a function answers one workspace about the other's ids, or the name of its refusal."""
    function = ASKED[name]
    hints = get_type_hints(function)
    own = {"session": session, "workspace_id": workspace_id}
    known = {**SAMPLES, **own, "request": request(workspace_id, USER, KEY)}
    given: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        by_type = BY_TYPE.get(hints.get(parameter.name))
        if by_type is not None or parameter.name in known:
            given[parameter.name] = by_type or known[parameter.name]
        elif parameter.default is parameter.empty and parameter.kind != parameter.VAR_KEYWORD:
            pytest.fail(f"{name} takes {parameter.name}: give it a sample of the other workspace's")
    try:
        answer = function(**given)
    except (UserError, KeyError, AssertionError, IntegrityError, NoResultFound) as refused:
        session.rollback()
        return type(refused).__name__
    return plain(list(answer) if isinstance(answer, Iterator) else answer)


def plain(answer: Any) -> Any:
    """An answer without row ids, which go on counting when something is undone."""
    if is_dataclass(answer) and not isinstance(answer, type):
        kept = {one.name: getattr(answer, one.name) for one in fields(answer) if one.name != "id"}
        return {name: plain(value) for name, value in kept.items()}
    return answer


def ask_all(database: Database, workspace_id: int, other_id: int | None) -> dict[str, Any]:
    """Every function's answer, each undone; nothing of the other workspace may have changed."""
    answers: dict[str, Any] = {}
    for name in ASKED:
        with contextlib.suppress(Undo), database.transaction() as session:
            before = rows_of(session, other_id) if other_id else None
            answers[name] = ask(session, name, workspace_id)
            assert not other_id or rows_of(session, other_id) == before, name
            raise Undo
    return answers


def test_no_function_reads_or_changes_what_another_workspace_has(database: Database) -> None:
    mine = workspace(database, "T1").id
    alone = ask_all(database, mine, None)
    other = fill(database)
    together = ask_all(database, mine, other)
    differing = {
        name: (alone[name], together[name]) for name in ASKED if alone[name] != together[name]
    }
    assert set(differing) <= WRITERS, differing


def test_the_same_questions_asked_by_the_other_workspace_are_answered(database: Database) -> None:
    """Else the test above would hold for a function that never finds anything."""
    workspace(database, "T1")
    told = str(ask_all(database, fill(database), None))
    assert told.count(SECRET) > 40
