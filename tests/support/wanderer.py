"""Somebody who does at random what people can do just then, what they see and what they type."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sandbox import Actor
from sandbox.people.desk import ActionError
from sandbox.world import forms
from sandbox.world.forms import Element
from tests.support.world import World

Json = dict[str, Any]

PEOPLE = ("priya", "priya", "sam", "sofia", "emil", "erin", "gil")
CHANNELS = ("#product", "#product-ideas", "#support", "#engineering", "#sales")
PLAIN = ("Export to CSV", "Faster search", "Fewer tickets", "Because they ask", "Acme", "Dark mode")
ODD = (
    "", "   ", "x" * 2900, "<!channel> *bold* <@U0PRIYA> & co", "\u202eabc", "🎉🎉", "“curly”",
    "I-1", "R-1", "-5", "0", "3.5", "1e99", "NaN", "2026-12-24", "USD", "1200 EUR", ":tada:",
)  # fmt: skip
NUMBERS = ("1", "3", "10", "25", "50")
NUMBER_FIELDS = ("start", "target", "value", "budget", "points", "reach", "effort", "revenue")
DAYS = ("2026-12-24", "2027-03-01", "2020-01-01")
EMOJI = ("+1", "inbox_tray", "thumbsup", "eyes")
TABLES = (
    ("feedback.csv", b"Text,Customer,Date\nToo slow,Acme,2026-01-02\nCrash,Globex,\n,Nobody,x\n"),
    ("ideas.csv", b"Title,Votes\nDark mode,12\nSSO,x\n"),
    ("customers.csv", b"Name;Tier;Revenue\nAcme;Gold;1.200 EUR\nInitech;;5\n"),
)
COMMANDS = {
    "/feedback": ("", "help", "F-1", "{text}", "{text}"),
    "/idea": (
        "{text}", "{idea}", "{idea} planned", "{idea} next", "{idea} shipped", "{idea} declined",
        "{idea} merge {idea}", "{idea} needs {idea}", "{idea} promise Acme 2026-12-01",
        "{idea} history", "{idea} owner @emil", "{idea} area billing",
    ),
    "/ideas": ("", "export csv", "customer:Acme", "by revenue", "planned", "{text}"),
    "/score": ("", "{idea}", "map", "ranking", "rounds", "R-1", "round {idea} {idea} @eng"),
    "/roadmap": (
        "", "timeline", "by area", "list", "as of last month", "changes", "share", "export",
        "for customers", "dates", "announce", "announce {idea}", "dependencies", "{text}",
    ),
    "/digest": (
        "", "mon 09:00 Europe/Berlin", "preview", "now", "pause", "resume", "off", "me fri 15:00",
        "me preview", "{text}",
    ),
    "/linchpin": (
        "", "settings", "doctor", "round", "rounds", "channel", "channels", "inbox", "triage",
        "import", "forget", "forget @gil", "objectives", "coverage", "decide We use it",
        "decisions", "token", "token new Help desk feedback:write", "search {text}", "customers",
        "customers doubles", "customer Acme", "rates", "O-1", "D-1", "{text}",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """Blocks that a person has before them; ``channel`` is None for a modal and for Home."""

    channel: str | None
    shown: Json


class Wanderer:
    """Takes one step after the other; the same seed takes the same ones."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._random = random.Random(seed)
        self._done: Counter[str] = Counter()
        self.steps: list[str] = []

    def step(self) -> None:
        """One thing that somebody does, and a second that passes."""
        who = self._pick(PEOPLE)
        ways: list[tuple[Callable[[Actor], str], int]] = [
            (self._types, 22), (self._says, 4), (self._reacts, 4), (self._uses_a_shortcut, 4),
            (self._drops_a_table, 1), (self._opens_home, 3), (self._waits, 2), (self._acts, 60),
        ]  # fmt: skip
        way = self._random.choices([one for one, _ in ways], [often for _, often in ways])[0]
        try:
            self.steps.append(f"{who} {way(self._world.person(who))}"[:300])
        except ActionError as cannot:  # the person cannot do this, as Slack itself would say
            self.steps.append(f"{who} cannot: {cannot}"[:300])
        self._world.box.settle()
        self._world.clock.advance(timedelta(seconds=1))

    def _types(self, actor: Actor) -> str:
        name = self._pick(tuple(COMMANDS))
        words = self._filled(self._pick(COMMANDS[name]))
        actor.command(self._pick(CHANNELS), name, words)
        return f"types {name} {words}"

    def _says(self, actor: Actor) -> str:
        words = self._pick(("", f"<@{self._world.box.bot_user_id}> ")) + self._text()
        actor.say(self._pick(CHANNELS), words, encoded=True)
        return f"says {words}"

    def _reacts(self, actor: Actor) -> str:
        channel, emoji = self._pick(CHANNELS), self._pick(EMOJI)
        actor.react(channel, self._message(actor, channel)["ts"], emoji)
        return f"reacts {emoji}"

    def _uses_a_shortcut(self, actor: Actor) -> str:
        channel = self._pick(CHANNELS)
        if self._random.random() < 0.3:
            callback_id = self._pick(("new_feedback", "new_idea"))
            actor.global_shortcut(callback_id)
            return f"uses {callback_id}"
        actor.message_shortcut("save_feedback", channel, self._message(actor, channel)["ts"])
        return "saves a message"

    def _drops_a_table(self, actor: Actor) -> str:
        table = self._pick(TABLES)
        actor.say(actor.dm_with_app().id, "here", files=[table])
        return f"drops {table[0]}"

    def _opens_home(self, actor: Actor) -> str:
        actor.home()
        return "opens Home"

    def _waits(self, _actor: Actor) -> str:
        hours = self._pick((0, 0, 3, 24, 168))
        self._world.move_to(self._world.clock.now() + timedelta(hours=hours))
        return f"waits {hours} h"

    def _acts(self, actor: Actor) -> str:
        """Send or close the open modal, or press what was pressed least."""
        modal = actor.modal()
        chance = self._random.random()
        if modal and chance < 0.05:
            actor.close_modal(clear=chance < 0.02)
            return "closes the modal"
        if modal and modal.get("submit") and chance < 0.45:
            return self._sends(actor, modal)
        found = [(one, each) for one in self._sights(actor) for each in _pressable(one.shown)]
        if not found:
            return "sees nothing to press"
        weights = [1 / (1 + self._done[_name(each)]) ** 2 for _, each in found]
        sight, element = self._random.choices(found, weights)[0]
        self._done[_name(element)] += 1
        value = self._value(actor, element, sight)
        if value is None and forms.holds_state(element.kind):
            return f"chooses nothing in {element.action_id}"
        actor.click(sight.channel, sight.shown, element.action_id, value, element.block_id)
        return f"presses {element.action_id} {element.body.get('value', value)}"

    def _sends(self, actor: Actor, modal: Json) -> str:
        typed: dict[tuple[str, str], Any] = {}
        for one in forms.elements(modal["blocks"]):
            likely = 0.6 if one.block.get("optional") else 0.9
            if forms.holds_state(one.kind) and self._random.random() < likely:
                value = self._value(actor, one, Sight(None, modal))
                if value is not None:
                    typed[(one.block_id, one.action_id)] = value
        actor.submit(typed)
        return f"sends {modal.get('callback_id')} {typed}"

    def _sights(self, actor: Actor) -> Iterator[Sight]:
        views = (actor.modal(), actor.home_view())
        yield from (Sight(None, one) for one in views if one)
        own = actor.dm_with_app().id
        for channel in (*CHANNELS, own):
            for one in (*self._seen(actor, channel)[-8:], *actor.ephemerals(channel)[-3:]):
                if one.get("blocks") and one.get("user") == self._world.box.bot_user_id:
                    yield Sight(channel, one)

    def _seen(self, actor: Actor, channel: str) -> list[Json]:
        try:
            return actor.messages(channel)
        except ActionError:
            return []

    def _message(self, actor: Actor, channel: str) -> Json:
        seen = self._seen(actor, channel)
        if not seen:
            raise ActionError("there is no message")
        return self._pick(seen[-10:])

    def _value(self, actor: Actor, element: Element, sight: Sight) -> Any:
        """What is entered into an element; None for a button, and where nothing is offered."""
        kind = element.kind
        if kind == "overflow":
            return self._pick(element.body["options"])
        if kind in ("external_select", "multi_external_select"):
            words = self._pick(("", "e", "I-1", "Acme", "Europe"))
            view_id = sight.shown["id"] if sight.channel is None else None
            offered = actor.suggest(element.action_id, words, view_id)
            return self._chosen(kind, offered)
        if kind in ("static_select", "radio_buttons", "checkboxes", "multi_static_select"):
            return self._chosen(kind, forms.all_options(element.body))
        simple: dict[str, Callable[[], Any]] = {
            "users_select": lambda: self._world.person(self._pick(PEOPLE)).id,
            "multi_users_select": lambda: [self._world.person(self._pick(PEOPLE)).id],
            "conversations_select": lambda: self._world.box.channel(self._pick(CHANNELS)).id,
            "multi_conversations_select": lambda: [self._world.box.channel(CHANNELS[0]).id],
            "datepicker": lambda: self._pick(DAYS),
            "timepicker": lambda: self._pick(("09:00", "23:59")),
            "datetimepicker": self._moment,
            "plain_text_input": lambda: self._typed(element),
            "number_input": lambda: self._pick(NUMBERS),
        }
        return simple[kind]() if kind in simple else None

    def _chosen(self, kind: str, offered: Sequence[Json]) -> Any:
        if not offered:
            return None
        one = self._pick(offered)
        return [one] if kind.startswith("multi_") or kind == "checkboxes" else one

    def _typed(self, element: Element) -> str:
        name = f"{element.block_id} {element.action_id}"
        if any(one in name for one in NUMBER_FIELDS) and self._random.random() < 0.7:
            return self._pick(NUMBERS)
        return self._text()[: element.body.get("max_length", 3000)]

    def _moment(self) -> int:
        return int(self._world.clock.now().timestamp()) + 3600 * self._random.randint(-50, 500)

    def _filled(self, words: str) -> str:
        while "{idea}" in words:
            words = words.replace("{idea}", f"I-{self._random.randint(1, 12)}", 1)
        return words.replace("{text}", self._text())

    def _text(self) -> str:
        return self._pick(PLAIN if self._random.random() < 0.7 else ODD)

    def _pick(self, some: Sequence[Any]) -> Any:
        return self._random.choice(some)


def _name(element: Element) -> str:
    return element.action_id.partition(":")[0]


def _pressable(shown: Json) -> Iterator[Element]:
    for one in forms.elements(shown["blocks"]):
        is_told = one.block["type"] != "input" or one.block.get("dispatch_action")
        if is_told and not one.body.get("url"):
            yield one
