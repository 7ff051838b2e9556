"""No function of storage reads or changes across workspaces.

Every public function that takes a workspace is called for one workspace with the ids, numbers and
words of another. A new function is called too: it fails here until its arguments have samples.
"""

import contextlib
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import pytest
from sqlalchemy import Table, event, text
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlmodel import SQLModel

import storage
from domain.announcements import Note
from domain.api import Right, TokenInput
from domain.channels import Question, RuleForm
from domain.core.errors import UserError
from domain.core.money import Money
from domain.core.people import Channel, Person, Request
from domain.customers.model import Facts
from domain.feedback.attachments import Answer
from domain.feedback.model import Draft, Source
from domain.ideas.model import Horizon
from domain.imports.rows import Voter
from domain.imports.runs import State as ImportState
from domain.objectives.model import Confidence
from domain.roadmap.promises import NewPromise
from domain.roadmap.shares import parse_share
from domain.workspace import UserGroup
from services.api import feedback as api_feedback
from services.api import tokens
from services.customers import duplicates as customer_duplicates
from services.customers.rates import set_rates
from services.decisions import actions as decisions
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.merging import duplicates as merging_duplicates
from services.merging import merge as merging
from services.objectives import actions as objectives
from services.objectives import links as objectives_links
from services.objectives import progress
from services.roadmap import dependencies, promises
from services.roadmap import plans as idea_plans
from services.roadmap import shares as roadmap_shares
from services.rounds import actions as rounds
from services.rounds import ballots
from services.rounds import lifecycle as round_life
from services.scoring import estimates as scoring
from services.scoring import rules as scoring_rules
from services.similarity import index as embedding_index
from services.votes import filing
from storage.announcements import queries as announcements
from storage.channels import queries as channels
from storage.channels import rules as channel_rules
from storage.customers import queries as customers
from storage.database.engine import Database, Session
from storage.feedback import attachments as attached
from storage.feedback import notes as attached_notes
from storage.feedback import unknown_names
from storage.imports import runs as imports
from storage.imports import traces as import_traces
from storage.votes import imported as imported_votes
from storage.workspace import command_repeats, people, user_groups
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
    "database.trouble.checks",
    "database.clock",
    "database.connections",
    "database.engine",
    "database.trouble.failures",
    "database.migrate",
    "database.types",
    "database.upsert",
    "database.url",
    "home",
    "migrations",
    "schema",
    "search.filters",
    "workspace.seal",
}
"""Modules without queries of a workspace; an export is of all of them."""

OVER_ALL = {
    "outbox.bounds.bound_leases",
    "outbox.bounds.bound_waits",
    "triage.rota.due",
    "triage.rota.with_channel",
    "workspace.workspaces.sealed_tokens",
    "announcements.queries.due",
    "decisions.queries.due",
    "objectives.queries.due",
    "digests.deliveries.get",
    "digests.deliveries.count_results",
    "digests.deliveries.newest",
    "customers.lists.worth",
    "customers.queries.from_row",
    "database.full_text.holds",
    "ideas.counts.chunks",
    "ideas.counts.from_row",
    "ideas.queries.of_evidence",
    "ideas.queries.search_words",
    "ideas.queries.title_key",
    "imports.rows.learn_sizes",
    "imports.runs.forgotten_offers",
    "outbox.change_log.announce",
    "outbox.change_log.from_rows",
    "workspace.jobs.every",
    "workspace.jobs.finished",
    "workspace.jobs.started",
    "outbox.queue.claim",
    "rounds.queries.due",
    "outbox.monitoring.count_due",
    "outbox.monitoring.counts_by_state",
    "outbox.queue.next_due",
    "outbox.monitoring.oldest_due",
    "outbox.queue.renew",
    "digests.subscriptions.due",
    "digests.due_dates.next_due_at",
    "digests.subscriptions.waking",
    "roadmap.shares.by_token_hash",
    "workspace.readers.readable",
    "workspace.switches.is_on",
    "workspace.switches.read",
    "api.tokens.by_secret",
    "feedback.external_ids.forget",
    "workspace.command_repeats.forget",
    "feedback.unknown_names.every",
    "feedback.unknown_names.forget",
    "workspace.workspaces.by_team",
    "workspace.workspaces.standing",
    "workspace.workspaces.every",
    "workspace.workspaces.install",
    "workspace.workspaces.of_enterprise",
    "workspace.workspaces.with_stopped",
}
"""What the clock, the dispatcher, the operator's command line and installing do for everybody."""


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions of storage by ``module.name``."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        path = module.name.removeprefix("storage.")
        if path in NOT_FEATURES or path.startswith("migrations.") or path.endswith("tables"):
            continue
        found = importlib.import_module(module.name)
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if function.__module__ == found.__name__ and not name.startswith("_"):
                yield f"{path}.{name}", function


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
    assert rest - {"votes.cards.update_name"} == OVER_ALL


def fill(database: Database) -> int:
    """A workspace with something of everything; its row id. All its words say so."""
    found = workspace(database, "T2", ideas_channel_id=CHANNEL).id
    with database.transaction() as session:
        people.save(session, found, [Person(USER, SECRET, "UTC", is_admin=True)], NOON)
        user_groups.replace_all(session, found, [UserGroup("SSECRET", SECRET, SECRET, (USER,))])
        channels.save(session, found, [Channel(CHANNEL, SECRET, is_member=True)], NOON)
    asked = request(found, USER, KEY)
    draft = Draft(SECRET, customer=SECRET, area=SECRET, source=Source(CHANNEL, TS))
    said = feedback.capture(database, asked, draft).feedback.id
    with database.transaction() as session:
        rule_id = channel_rules.put(session, asked, CHANNEL, BY_TYPE[RuleForm])
        channel_rules.set_questions(session, found, rule_id, [Question(0, SECRET)])
        question = channel_rules.questions(session, found, CHANNEL)[0].id
        attached.put_answers(session, found, said, [Answer(question, SECRET, SECRET)])
        attached.add_files(session, found, said, SAMPLES["files"], NOON)
        attached_notes.add_note(session, found, (CHANNEL, TS), SAMPLES["line"], NOON, said)
        imported(session, asked)
    idea = filing.file(database, asked, NewIdea(SECRET, SECRET, feedback_number=1), CHANNEL)
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
    merges_of(database, found)
    customers_of(database, found)
    sent_to(database, found)
    early = request(found, USER, at=NOON.replace(day=1))
    digest_changes.subscribe(database, early, CHANNEL, WISH)
    digest_changes.subscribe_in_words(database, early, USER, "mon 09:00")
    digest_runs.run_due(database, NOON)
    embedding_index.catch_up(database, found)
    return found


def objectives_of(database: Database, workspace_id: int, number: int) -> None:
    """An objective with an idea and a report, and a decision about the idea."""
    asked = request(workspace_id, USER, KEY)
    made = objectives.create(database, asked, OBJECTIVE)
    objectives_links.serve(database, asked, number, [made.number])
    report = progress.Typed("8", Confidence.AT_RISK, SECRET)
    progress.report(database, asked, made.number, report)
    decisions.record(database, asked, DECISION)


def plans_of(database: Database, workspace_id: int, number: int) -> None:
    """Dates, a promise, and another idea that the first one needs."""
    idea_plans.set_dates(database, request(workspace_id, USER), number, "by 2026-11-01 firm")
    told = NewPromise(SECRET, NOON.date(), USER, note=SECRET)
    promises.promise(database, request(workspace_id, USER, KEY), number, told)
    needed = filing.file(database, request(workspace_id, USER), NewIdea(f"{SECRET} too"), None)
    dependencies.need(database, request(workspace_id, USER), number, [needed.number])


def merges_of(database: Database, workspace_id: int) -> None:
    """An idea that is part of another one, and one that was said not to be the same."""
    asked = request(workspace_id, USER)
    numbers = [
        filing.file(database, asked, NewIdea(f"{SECRET} {which}"), None).number for which in "abc"
    ]
    merging.merge(database, asked, numbers[0], numbers[1])
    merging_duplicates.tell_apart(database, asked, numbers[1], numbers[2])


def customers_of(database: Database, workspace_id: int) -> None:
    """A customer with facts and a double, one that was told apart, and a rate."""
    asked = request(workspace_id, USER)
    money = Money(100, "EUR")
    with database.transaction() as session:
        ids = [
            customers.put(
                session, asked, Facts(f"{SECRET}{which}", SECRET, money, USER, CHANNEL)
            ).customer.id
            for which in ("", " b", " c")
        ]
    customer_duplicates.merge(database, asked, ids[1], ids[0])
    customer_duplicates.tell_apart(database, asked, ids[0], ids[2])
    set_rates(database, asked, "EUR", "USD 0.9")


def imported(session: Session, asked: Request) -> None:
    """A file that waits to be imported, with a refused row, and somebody outside Slack; and what
    nobody told the name of."""
    workspace_id, content = asked.workspace_id, SAMPLES["content"]
    plan, state = SAMPLES["plan"], ImportState.OFFERED
    run = imports.add(session, asked, SECRET, plan, state=state, total_rows=2)
    assert run is not None
    imports.keep_file(session, workspace_id, run.id, content)
    imports.add_problems(session, workspace_id, run.id, SAMPLES["problems"])
    import_traces.keep_sheets(session, workspace_id, run.id, SAMPLES["sheets"])
    import_traces.keep_changed(session, workspace_id, run.id, [(9, (SECRET,))])
    trace = import_traces.Trace(run.id)
    trace.made("idea", 1, name=SECRET, print=SECRET, before={"title": SECRET})
    trace.store(session, workspace_id)
    imported_votes.introduce(session, workspace_id, BY_TYPE[Collection[Voter]], NOON)
    unnamed(session, workspace_id)


def sent_to(database: Database, workspace_id: int) -> None:
    """Feedback that came in with a token, and another token that was revoked."""
    asked = request(workspace_id, USER, KEY)
    token = tokens.make(database, asked, TokenInput(SECRET, (Right.FEEDBACK_WRITE,))).token
    sent = api_feedback.Sent(Draft(SECRET), SAMPLES["origin"], "another-digest", KEY)
    api_feedback.submit(database, token, sent, NOON)
    tokens.make(database, request(workspace_id, USER), TokenInput(SECRET, ()))
    tokens.revoke(database, request(workspace_id, USER), 2)


def unnamed(session: Session, workspace_id: int) -> None:
    """A name that is wanted, and a command that came without an identity."""
    unknown_names.want(session, workspace_id, SAMPLES["slack_ids"], NOON)
    command_repeats.first_at(session, workspace_id, SAMPLES["digest"], NOON, NOON)


def rounds_of(database: Database, workspace_id: int, number: int) -> None:
    """A blind round that two disagreed in, and a ballot."""
    asked = request(workspace_id, USER, KEY)
    wish = rounds.RoundRequest((number,), (USER, "UMEMBER"), CHANNEL, LATER)
    made = rounds.start(database, asked, wish).round.number
    for user, effort in ((USER, "2"), ("UMEMBER", "9")):
        answered = request(workspace_id, user)
        rounds.answer(database, answered, made, number, {"effort": effort})
    round_life.reveal(database, asked, made)
    rounds.explain(database, asked, made, SECRET)
    asked = request(workspace_id, USER, f"{KEY}-2")
    vote = ballots.BallotRequest(SECRET, (number,), (USER,), CHANNEL, LATER, "10")
    paper = ballots.start(database, asked, vote).round.number
    ballots.cast(database, asked, paper, {number: "3"}, None)


def rows_of(session: Session, workspace_id: int) -> list[tuple[str, str]]:
    """All that a workspace has: the table and the whole row as a text, for each row."""
    session.flush()
    connection = session.connection()
    query = text(_WHOLE[connection.dialect.name])
    return sorted(map(tuple, connection.execute(query, {"workspace": workspace_id})))


def whole(table: Table, dialect: str) -> str:
    key = "id" if table.name == "workspace" else "workspace_id"
    row = f"CAST({table.name} AS text)"
    if dialect == "sqlite":
        row = " || ',' || ".join(f"quote({column.name})" for column in table.c)
    return f"SELECT '{table.name}', {row} FROM {table.name} WHERE {key} = :workspace"


_WHOLE = {
    dialect: " UNION ALL ".join(
        whole(table, dialect)
        for table in SQLModel.metadata.sorted_tables
        if table.name == "workspace" or "workspace_id" in table.c
    )
    for dialect in ("sqlite", "postgresql")
}
"""One statement: it is asked after each function that writes."""


@contextlib.contextmanager
def written(session: Session) -> Iterator[list[str]]:
    """The statements inside that may have changed something."""
    found: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().startswith("SELECT"):
            found.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield found
    session.flush()
    event.remove(connection, "before_cursor_execute", note)


WRITERS = {
    "triage.item_facts.note",
    "triage.steps.add_step",
    "triage.steps.ask",
    "merging.merges.add",
    "merging.merges.set_apart",
    "merging.links.join",
    "announcements.queries.add",
    "feedback.attachments.add_files",
    "feedback.notes.add_note",
    "feedback.notes.add_parts",
    "feedback.attachments.put_answers",
    "feedback.external_ids.claim",
    "feedback.external_ids.come_from",
    "rounds.ballots.give",
    "votes.cards.create",
    "customers.merging.add",
    "customers.merging.set_apart",
    "roadmap.dependencies.add",
    "channels.rules.put",
    "channels.rules.set_questions",
    "ideas.evidence.link",
    "imports.rows.add_feedback",
    "imports.rows.add_ideas",
    "votes.imported.introduce",
    "votes.imported.keep",
    "imports.traces.keep_changed",
    "imports.traces.keep_sheets",
    "imports.runs.add_problems",
    "imports.runs.keep_file",
    "database.labels.find_or_create",
    "objectives.queries.link",
    "objectives.progress.report",
    "roadmap.promises.add",
    "rounds.answers.give",
    "rounds.answers.keep_voices",
    "rounds.queries.add",
    "rounds.queries.fill",
    "scoring.estimates.conclude",
    "scoring.estimates.give",
    "scoring.estimates.set_area_method",
    "votes.queries.change",
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
    with database.reading() as session:
        before = rows_of(session, other_id) if other_id else None
    for name in ASKED:
        with contextlib.suppress(Undo), database.transaction() as session:
            with written(session) as statements:
                answers[name] = ask(session, name, workspace_id)
            if other_id and statements:
                assert rows_of(session, other_id) == before, name
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
    # Else all this would hold for functions that never find anything.
    told = str(ask_all(database, other, None))
    assert told.count(SECRET) > 40
