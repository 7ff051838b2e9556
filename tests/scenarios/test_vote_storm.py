"""A storm of votes through Bolt: what is counted is what Slack itself would show."""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.app import Linchpin, create_app
from bot.settings import Settings
from domain.core.people import Person
from domain.text.emoji import canonical_emoji
from services.workspace import people
from storage.database.engine import Database
from storage.votes import queries as votes
from tests.support.ideas import filed, posted, tally
from tests.support.make import NOON, workspace

EVENTS = {"sqlite": 2_000, "postgresql": 500}
"""Where one event costs three times as much, the same storm blows for a shorter time."""

PEOPLE = 300
CARDS = 20
EVERYBODY = ("UBOT", "UOTHER", *(f"U{number}" for number in range(PEOPLE)))
NAMES = (*["+1"] * 6, "+1::skin-tone-2", "+1::skin-tone-4", "thumbsup", "tada", "-1")


@dataclass
class Model:
    """Slack's own state: which raw emoji of whom stands on which message."""

    standing: set[tuple[str, str, str]] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def event(self, rng: random.Random, number: int) -> dict[str, Any]:
        """What somebody does next: something new, or taking something back."""
        takes_back = bool(self.standing) and rng.random() < 0.3
        if takes_back:
            one = rng.choice(sorted(self.standing))
            self.standing.remove(one)
        else:
            one = (f"C1:{card_ts(rng.randrange(CARDS))}", person(rng), rng.choice(NAMES))
            takes_back = one in self.standing
            self.standing ^= {one}
        kind = "reaction_removed" if takes_back else "reaction_added"
        return reaction(kind, *one, event_ts=f"1795435300.{number:06d}")

    def voters(self, ts: str) -> set[str]:
        """Who votes by a card, bots left out."""
        return {
            user
            for message, user, emoji in self.standing
            if message == f"C1:{ts}"
            and canonical_emoji(emoji) == "+1"
            and user not in ("UBOT", "UOTHER")
        }


def card_ts(index: int) -> str:
    return f"1795435200.{index + 1:06d}"


def person(rng: random.Random) -> str:
    return rng.choice(EVERYBODY)


def reaction(kind: str, message: str, user: str, emoji: str, event_ts: str) -> dict[str, Any]:
    channel, _, ts = message.partition(":")
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{event_ts}{user}",
        "event": {
            "type": kind,
            "user": user,
            "reaction": emoji,
            "item": {"type": "message", "channel": channel, "ts": ts},
            "event_ts": event_ts,
        },
    }


def storm(rng: random.Random, events: int) -> tuple[Model, list[dict[str, Any]]]:
    """What happened, and its news as it arrives: shuffled, a tenth of it twice."""
    model = Model()
    happened = [model.event(rng, number) for number in range(events)]
    news = happened + rng.sample(happened, events // 10)
    rng.shuffle(news)
    return model, news


@pytest.fixture
def bot(database: Database) -> Linchpin:
    """The bot without a transport and without a Slack."""
    settings = Settings(bot_token="xoxb-test", slack_api_url="http://127.0.0.1:9/")
    return create_app(settings, now=lambda: NOON, database=database)


def test_the_tally_of_a_vote_storm_is_what_slack_shows(bot: Linchpin) -> None:
    one = workspace(bot.database)
    crowd = [Person(f"U{number}", f"Person {number}") for number in range(PEOPLE)]
    people.learn(bot.database, one.id, [*crowd, Person("UOTHER", "Poll", is_bot=True)], NOON)
    ideas = []
    for index in range(CARDS):
        ideas.append(filed(bot.database, one.id, f"Idea {index}"))
        posted(bot.database, ideas[-1], card_ts(index))
    model, news = storm(random.Random(20261123), EVENTS[bot.database.dialect])
    for event in news:
        answer = bot.bolt.dispatch(BoltRequest(body=event, mode="socket_mode"))
        assert answer.status == 200
    for index, idea in enumerate(ideas):
        expected = model.voters(card_ts(index))
        with bot.database.reading() as session:
            assert votes.voters(session, one.id, idea.id) == expected
        assert tally(bot.database, idea) == len(expected)
