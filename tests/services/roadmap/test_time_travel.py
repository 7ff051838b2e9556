"""Time travel: what the change log says of any instant is what stood there then."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from domain.core.errors import UserError
from domain.core.people import Request
from domain.dates.days import DateConfidence, Dates
from domain.feedback.model import Details, Draft
from domain.ideas.model import Horizon, Idea, Status
from domain.objectives.forms import TypedObjective
from domain.objectives.model import ObjectiveState
from domain.roadmap.board import Board
from domain.roadmap.plans import Plan
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.merging import merge as merging
from services.objectives import actions as objectives
from services.objectives import links as objectives_links
from services.roadmap import board as roadmap
from services.roadmap import plans as idea_plans
from services.roadmap import time_travel
from services.votes import filing
from storage.database.engine import Database
from storage.ideas import counts as idea_facts
from storage.votes import cards
from tests.support.ideas import react
from tests.support.make import NOON, request, workspace

TARGETS: tuple[Status | Horizon, ...] = (*Status.settable(), *Horizon)
STEPS = 70
SEEDS = {"sqlite": 1, "postgresql": 5}
"""Other changes on either database."""
GOAL = TypedObjective(
    title="Get going in a day",
    owner_id="UMEMBER",
    period="2026-10-01",
    measure="Teams",
    start="25",
    target="40",
)


@dataclass
class Team:
    """People who change ideas at random, and what they saw after each change."""

    database: Database
    workspace_id: int
    dice: random.Random
    now: datetime = NOON
    ideas: list[Idea] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    seen: dict[datetime, tuple[Board, dict[int, Idea]]] = field(default_factory=dict)

    def act(self) -> None:
        """One change, a moment or some days after the last one, or at the same instant."""
        self.now += timedelta(seconds=self.dice.choice((0, 1, 61, 86_400, 700_000)))
        deeds: list[Callable[[], None]] = [
            self.file,
            self.move,
            self.move,
            self.edit,
            self.date,
            self.vote,
            self.vote,
            self.say,
            self.detail,
            self.link,
            self.unlink,
            self.undo,
            self.serve,
            self.serve,
            self.close,
            self.merge,
            self.unmerge,
        ]
        with contextlib.suppress(UserError):
            self.dice.choice(deeds)()
        self.look()

    def look(self) -> None:
        board = roadmap.board(self.database, self.workspace_id, self.now)
        with self.database.reading() as session:
            all_ids = [one.id for one in self.ideas]
            self.seen[self.now] = board, idea_facts.of_ids(session, self.workspace_id, all_ids)

    def asked(self) -> Request:
        key = f"key:{self.dice.random()}"
        return request(self.workspace_id, "UADMIN", key, at=self.now)

    def any(self) -> Idea:
        return self.dice.choice(self.ideas)

    def file(self) -> None:
        number = len(self.ideas) + 1
        area = self.dice.choice((None, "Mobile", "Web"))
        owner = self.dice.choice((None, "UMEMBER"))
        new = NewIdea(f"Idea {number}", f"About {number}", area, owner)
        idea = filing.file(self.database, self.asked(), new, "C1")
        with self.database.transaction() as session:
            card = cards.create(session, self.workspace_id, idea.id, "C1", self.now)
            cards.posted(session, card, f"{number}.0", "shown", self.now)
        self.ideas.append(idea)

    def move(self) -> None:
        why = self.dice.choice((None, "Too dear", "Not now"))
        ideas.move(self.database, self.asked(), self.any().number, self.dice.choice(TARGETS), why)

    def edit(self) -> None:
        title = f"Title {self.dice.randrange(5)}"
        area = self.dice.choice((None, "Mobile", "Web", "Desk"))
        owner = self.dice.choice((None, "UMEMBER", "UADMIN"))
        start = date(2027, self.dice.randint(1, 12), 1)
        dates = Dates(start, None, self.dice.choice(tuple(DateConfidence)))
        plan = self.dice.choice((None, Plan(dates, self.dice.choice((None, "For you")))))
        new = NewIdea(title, self.dice.choice(("", "Words")), area, owner)
        ideas.edit(self.database, self.asked(), self.any().number, new, plan)

    def date(self) -> None:
        words = self.dice.choice(("Q1 2027 firm", "by 2027-05-02", "no date", "from 2027-04"))
        idea_plans.set_dates(self.database, self.asked(), self.any().number, words)

    def vote(self) -> None:
        react(
            self.database,
            self.workspace_id,
            self.dice.choice(("U1", "U2", "U3", "U4")),
            f"{self.any().number}.0",
            at=f"{1_800_000_000 + self.dice.randrange(10**6)}.0",
            is_added=self.dice.random() < 0.7,
            when=self.now,
        )

    def say(self) -> None:
        customer = self.dice.choice((None, "Acme", "Borealis"))
        draft = Draft(f"Said {self.dice.random()}", customer=customer)
        saved = feedback.capture(self.database, self.asked(), draft).feedback
        self.said.append(saved.number)

    def detail(self) -> None:
        details = Details(customer=self.dice.choice((None, "Acme", "Cobalt")))
        feedback.add_details(self.database, self.asked(), self.dice.choice(self.said), details)

    def link(self) -> None:
        ideas_evidence.link(
            self.database, self.asked(), self.any().number, self.dice.choice(self.said or [1])
        )

    def unlink(self) -> None:
        ideas_evidence.unlink(
            self.database, self.asked(), self.any().number, self.dice.choice(self.said or [1])
        )

    def serve(self) -> None:
        change = self.dice.choice((objectives_links.serve, objectives_links.stop_serving))
        change(self.database, self.asked(), self.any().number, [self.dice.choice((1, 2))])

    def close(self) -> None:
        number, state = self.dice.choice((1, 2)), self.dice.choice(tuple(ObjectiveState))
        if self.dice.random() < 0.3:
            objectives.close(self.database, self.asked(), number, state, "")
            return
        typed = replace(GOAL, title=f"Goal {self.dice.randrange(9)}")
        newest = 10**9
        objectives.edit(self.database, self.asked(), number, typed, newest)

    def merge(self) -> None:
        merging.merge(self.database, self.asked(), self.any().number, self.any().number)

    def unmerge(self) -> None:
        merging.undo(self.database, self.asked(), self.any().number)

    def undo(self) -> None:
        feedback.undo(self.database, self.asked(), self.dice.choice(self.said or [1]))


def team_at_work(database: Database, seed: int) -> Team:
    team = Team(database, workspace(database).id, random.Random(seed))
    for _ in range(3):
        team.file()
    team.say()
    for period in ("2026-10-01", "2027-01-01"):
        objectives.create(database, team.asked(), replace(GOAL, period=period))
    team.look()
    for _ in range(STEPS):
        team.act()
    return team


def apart(found: dict[int, Idea]) -> dict[int, Idea]:
    """Ideas without what they are part of now, which the end of a chain of merges decides."""
    return {one: replace(idea, merged_into_id=None) for one, idea in found.items()}


def check_every_instant(team: Team) -> None:
    ids = [one.id for one in team.ideas]
    assert len(team.seen) > STEPS // 2
    with team.database.reading() as session:
        for at, (board, stood) in team.seen.items():
            then = time_travel.ideas_at(session, team.workspace_id, ids, at)
            assert apart(then) == apart(stood), at
            assert time_travel.board_at(session, team.workspace_id, at) == board, at


def test_any_instant_of_random_changes_stands_again_as_it_stood(database: Database) -> None:
    check_every_instant(team_at_work(database, seed=SEEDS[database.dialect]))
