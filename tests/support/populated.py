"""A workspace with something of everything that people can read and do, and eight kinds of people.

Customers are called ``CUSTOMER``, and what was said stands in a public channel that neither guests
nor outsiders are in: ``WORDS``.
"""

from datetime import timedelta

from domain.announcements import Note
from domain.api import Right, TokenInput
from domain.channels import CaptureMethod, RuleForm
from domain.core.money import Money
from domain.core.people import Channel, Person
from domain.customers.model import Facts
from domain.decisions import DecisionQuote, TypedDecision
from domain.feedback.model import Draft, Source
from domain.ideas.model import Horizon, Status
from domain.objectives.forms import TypedObjective
from domain.roadmap.promises import NewPromise
from domain.roadmap.shares import parse_share
from services.announcements import publish
from services.api import tokens
from services.decisions import actions as decisions
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.merging import merge as merging
from services.objectives import actions as objectives
from services.objectives import links as objectives_links
from services.roadmap import promises
from services.roadmap import shares as roadmap_shares
from services.rounds import actions as rounds
from services.rounds import ballots
from services.scoring import estimates as scoring
from services.similarity import index as embedding_index
from services.triage import rota
from services.votes import filing
from storage.channels import queries as channels
from storage.channels import rules as channel_rules
from storage.customers import queries as customers
from storage.database.engine import Database
from storage.workspace import people
from tests.support import ideas as cards
from tests.support.asking import HERE
from tests.support.make import NOON, request, workspace

CUSTOMER, WORDS = "Zephyrine", "hazelnut exports time out"
ELSEWHERE, TS = "C9", "1700000000.000100"
MANAGER, MEMBER, UNKNOWN = "UADMIN", "UMEMBER", "UNEW"
THEIRS = {"is_outsider": True, "team_id": "T9"}
OTHERS = {
    "guest": Person("UGUEST", "Gil", is_guest=True, team_id="T1"),
    "single-channel guest": Person("USINGLE", "Gus", is_guest=True, team_id="T1"),
    "outsider": Person("UADA", "Ada", is_outsider=True, team_id="T9"),
    "outside admin": Person("UOTTO", "Otto", is_admin=True, is_outsider=True, team_id="T9"),
    "bot": Person("UROBOT", "Standup Bot", is_bot=True, is_admin=True, team_id="T1"),
    "deactivated": Person("UGONE", "Gone", is_deleted=True, is_admin=True, team_id="T1"),
}
PEOPLE = {
    "manager": MANAGER,
    "member": MEMBER,
    **{kind: one.user_id for kind, one in OTHERS.items()},
}
"""The eight kinds of people, with the user id of one of each."""


def populate(database: Database) -> int:
    """Fill an empty database; the workspace's row id."""
    place = workspace(database, ideas_channel_id=HERE).id
    with database.transaction() as session:
        people.save(session, place, OTHERS.values(), NOON)
        known = [Channel(HERE, "team", is_member=True), Channel(ELSEWHERE, "sales", is_member=True)]
        channels.save(session, place, known, NOON)
    _customers(database, place)
    _feedback(database, place)
    _ideas(database, place)
    _around(database, place)
    early = request(place, MANAGER, at=NOON - timedelta(days=7))
    digest_changes.subscribe_in_words(database, early, MANAGER, "mon 12:00 UTC")
    digest_runs.run_due(database, NOON)
    digest_changes.subscribe_in_words(database, early, HERE, "mon 12:00 UTC")
    embedding_index.catch_up(database, place)
    return place


def _customers(database: Database, place: int) -> None:
    with database.transaction() as session:
        for name, channel in ((CUSTOMER, HERE), (f"{CUSTOMER} Ltd", None), ("Other", None)):
            money = Money(50_000_00, "EUR")
            facts = Facts(name, "Gold", money, MANAGER, channel)
            customers.put(session, request(place, MANAGER), facts)


def _feedback(database: Database, place: int) -> None:
    for number in range(1, 5):
        source = Source(ELSEWHERE, f"170000000{number}.000100")
        draft = Draft(f"{WORDS} {number}", MEMBER, None, CUSTOMER, "Billing", source=source)
        asked = request(place, MEMBER, f"said:{number}", at=NOON - timedelta(days=1))
        feedback.capture(database, asked, draft)


def _ideas(database: Database, place: int) -> None:
    asked = request(place, MANAGER)
    for title, said in (("Faster exports", 1), ("Exports that are quick", None), ("Dark mode", 2)):
        made = filing.file(database, asked, NewIdea(title, feedback_number=said), HERE)
        cards.posted(database, made, f"17000001{made.number}0.000100", HERE)
    filing.file(database, asked, NewIdea("Quick export"), None)
    merging.merge(database, asked, 4, 2)
    ideas.move(database, asked, 1, Horizon.NEXT)
    estimates = (("reach", "8"), ("impact", "2"), ("confidence", "80%"), ("effort", "3"))
    scoring.give_in_words(database, asked, 1, estimates)
    told = NewPromise(CUSTOMER, NOON.date() + timedelta(days=30), MANAGER, note="as they asked")
    promises.promise(database, request(place, MANAGER, "p"), 1, told)


def _around(database: Database, place: int) -> None:
    asked = request(place, MANAGER, "around")
    objectives.create(database, asked, TypedObjective("Fewer tickets", MANAGER, "2026-10-01"))
    objectives_links.serve(database, asked, 1, [1])
    said = DecisionQuote(Source(ELSEWHERE, TS), MEMBER, None)
    typed = TypedDecision("We do it", quote=WORDS, decided_by=(MANAGER,), idea_numbers=(1,))
    decisions.record(database, asked, typed, said)
    ends = NOON + timedelta(days=3)
    rounds.start(database, asked, rounds.RoundRequest((1, 3), (MANAGER, MEMBER), HERE, ends))
    vote = ballots.BallotRequest("What next?", (1, 3), (), HERE, ends, "10")
    ballots.start(database, request(place, MANAGER, "ballot"), vote)
    roadmap_shares.share(database, asked, parse_share("customers"), as_link=True)
    tokens.make(database, asked, TokenInput("Help desk", (Right.FEEDBACK_WRITE,)))
    rota.change(database, asked, rota.Typed((MANAGER,), 0, "09:00", "UTC", "", "days", None, 0))
    with database.transaction() as session:
        channel_rules.put(
            session,
            asked,
            HERE,
            RuleForm(frozenset(CaptureMethod) - {CaptureMethod.INTAKE}, CUSTOMER),
        )
    ideas.move(database, asked, 3, Status.SHIPPED)
    note = Note("Dark mode", "It is dark", tells_askers=True)
    publish.announce(database, asked, 3, note, (HERE,), None)
