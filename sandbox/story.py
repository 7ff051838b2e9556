"""The seeded story: three weeks at a small company, lived through the doors that people use.

Nothing is written behind the app's back. Each step happens at its own time of the sandbox's clock,
so what the app shows afterwards is what it would show had it run for three weeks.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sandbox.box import Sandbox
from sandbox.clock import SandboxClock
from sandbox.people.desk import ActionError
from sandbox.story_lines import PM, PROPOSALS, VOICES, Proposal, Voice

log = logging.getLogger("sandbox.story")

_IDEAS = "#product-ideas"
_ZONE = ZoneInfo("Europe/Berlin")
_AFTER_S = 8
"""Real apps need a moment after each step, such as the five seconds between updates of a card."""


def tell(
    box: Sandbox,
    clock: SandboxClock,
    drain: Callable[[], object],
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Let the story happen and end at the present, or break off once ``is_over``.

    ``drain`` lets the app do what is due.
    """
    _Teller(box, clock, drain).tell(is_over)


class _Teller:
    def __init__(self, box: Sandbox, clock: SandboxClock, drain: Callable[[], object]) -> None:
        self._box = box
        self._clock = clock
        self._drain = drain
        self._present = clock.now()
        self._unlinked: list[Voice] = []

    def tell(self, is_over: Callable[[], bool]) -> None:
        self._clock.move_to(self._present - timedelta(days=21.1))
        self._let_it_happen()  # the app gets to know the people
        for at, step in sorted(self._steps(), key=lambda one: one[0]):
            if is_over():
                return
            self._clock.move_to(at)
            try:
                step()
            except (ActionError, LookupError) as lost:
                log.warning("A page of the story is missing: %s", lost)
            self._box.settle()
        self._clock.move_to(self._present)
        self._sit_down()
        self._let_it_happen()
        self._forget_notes()

    def _steps(self) -> list[tuple[datetime, Callable[[], None]]]:
        steps = [(self._present - timedelta(days=at), step) for at, step in self._deeds()]
        return [*steps, *((monday, self._sit_down) for monday in self._mondays())]

    def _mondays(self) -> list[datetime]:
        """Just after each digest was due, in the zone of the channel's subscription."""
        today = self._present.astimezone(_ZONE).replace(hour=9, minute=0, second=30, microsecond=0)
        days = (today - timedelta(days=back) for back in range(22))
        return [day for day in days if day.weekday() == 0 and day < self._present]

    def _deeds(self) -> list[tuple[float, Callable[[], None]]]:
        steps: list[tuple[float, Callable[[], None]]] = [
            (21.0, self._set_up),
            (20.95, self._subscribe),
        ]
        for proposal in PROPOSALS:
            steps.append((proposal.days_ago, partial(self._file, proposal)))
            for at, who in proposal.votes:
                steps.append((at, partial(self._vote, proposal, who)))
            for at, place in proposal.moves:
                steps.append((at, partial(self._plan, proposal, place)))
            for at, first, last, sure in proposal.dates:
                words = f"{self._day(first)} to {self._day(last)} {sure}"
                steps.append((at, partial(self._plan, proposal, words)))
        steps += [(voice.days_ago, partial(self._hear, voice)) for voice in VOICES]
        steps += [
            (12.1, self._set_objectives),
            (8.1, partial(self._report, "340", "on_track")),
            (1.1, partial(self._report, "310", "at_risk")),
            (4.2, self._decide),
            (2.4, partial(self._know, "Brightwater", "Enterprise", "120k EUR")),
            (2.3, partial(self._know, "Larkspur", "Growth", "90k USD")),
        ]
        steps.append((0.3, self._ask_for_estimates))
        return steps

    def _let_it_happen(self) -> None:
        self._box.settle()
        self._drain()
        self._clock.advance(timedelta(seconds=_AFTER_S))
        self._drain()
        self._box.settle()

    def _forget_notes(self) -> None:
        # Slack does not keep what only one person saw; three weeks of it would hide the channel.
        workspace = self._box.workspace
        with workspace.lock:
            for channel in workspace.channels.values():
                channel.ephemerals.clear()

    def _set_up(self) -> None:
        pm = self._box.person(PM)
        pm.command("#product", "/linchpin", "settings")
        pm.submit({"ideas_channel": self._box.channel(_IDEAS).id})
        pm.close_modal(clear=True)

    def _subscribe(self) -> None:
        self._box.person(PM).command("#product", "/digest", "mon 09:00 Europe/Berlin")

    def _file(self, proposal: Proposal) -> None:
        author = self._box.person(proposal.who)
        author.command(_IDEAS, "/idea")
        area = author.suggest("area_select", proposal.area)[0]
        entered: dict[str, object] = {"title": proposal.title, "area": area}
        if proposal.description:
            entered["description"] = proposal.description
        if proposal.owner:
            entered["owner"] = self._box.person(proposal.owner).id
        author.submit(entered)
        author.close_modal(clear=True)
        self._let_it_happen()  # the card has to stand before it gets votes

    def _card(self, title: str) -> tuple[str, str]:
        """The ts and the short number of an idea's card."""
        for message in self._box.messages(_IDEAS):
            number, _, rest = str(message["text"]).partition(" ")
            if rest.startswith(title):
                return str(message["ts"]), number
        raise LookupError(title)

    def _vote(self, proposal: Proposal, who: str) -> None:
        self._box.person(who).react(_IDEAS, self._card(proposal.title)[0], "+1")

    def _plan(self, proposal: Proposal, words: str) -> None:
        number = self._card(proposal.title)[1]
        self._box.person(PM).command("#product", "/idea", f"{number} {words}")

    def _day(self, days: int) -> str:
        return (self._present.astimezone(_ZONE) + timedelta(days=days)).date().isoformat()

    def _hear(self, voice: Voice) -> None:
        ts = self._box.person(voice.who).say(voice.channel, voice.words)
        if not voice.saved_by:
            return
        saver = self._box.person(voice.saved_by)
        if voice.customer:
            saver.message_shortcut("save_feedback", voice.channel, ts)
            saver.submit({"customer": saver.suggest("customer_select", voice.customer)[0]})
            saver.close_modal(clear=True)
        else:
            saver.react(voice.channel, ts, "inbox_tray")
        if voice.idea:
            self._unlinked.append(voice)

    def _set_objectives(self) -> None:
        self._aim(
            "Finance teams stop copying by hand",
            {"measure": "Rows copied", "unit": "a week", "start": "400", "target": "100"},
            "O-1",
            0,
        )
        self._aim(
            "Larger companies say yes",
            {"measure": "Security reviews passed", "unit": "%", "start": "40", "target": "90"},
            "O-2",
            *(2, 6),
        )

    def _aim(self, title: str, entered: dict[str, object], number: str, *served: int) -> None:
        pm = self._box.person(PM)
        pm.command("#product", "/linchpin", f"objectives new {title}")
        pm.submit(entered)
        pm.close_modal(clear=True)
        for place in served:
            idea = self._card(PROPOSALS[place].title)[1]
            pm.command("#product", "/idea", f"{idea} serves {number}")

    def _report(self, value: str, confidence: str) -> None:
        pm = self._box.person(PM)
        pm.command("#product", "/linchpin", "O-1")
        pm.click(None, pm.modal() or {}, "objective_report")
        pm.submit({"value": value, "confidence": confidence})
        pm.close_modal(clear=True)

    def _decide(self) -> None:
        pm = self._box.person(PM)
        pm.command("#product", "/linchpin", "decide The export comes before saved filters")
        about = pm.suggest("idea_select", "export")[:1]
        why = "Four customers copy tables by hand; filters are almost free afterwards."
        pm.submit({"context": why, "ideas": about})
        pm.close_modal(clear=True)

    def _know(self, customer: str, tier: str, revenue: str) -> None:
        pm = self._box.person(PM)
        pm.command("#product", "/linchpin", f"customer {customer}")
        pm.click(None, pm.modal() or {}, "customer_edit")
        pm.submit({"tier": tier, "revenue": revenue})
        pm.close_modal(clear=True)

    def _ask_for_estimates(self) -> None:
        """A round that waits for whoever opens the sandbox."""
        numbers = " ".join(self._card(PROPOSALS[place].title)[1] for place in (0, 6, 7))
        words = f"round {numbers} @priya @sam @erin for 5 days"
        self._box.person("emil").command("#product", "/score", words)

    def _sit_down(self) -> None:
        """What happens on a Monday: the digest comes, and the week's feedback is sorted."""
        self._let_it_happen()
        for voice in self._unlinked:
            self._link(voice)
        self._unlinked.clear()

    def _link(self, voice: Voice) -> None:
        saver = self._box.person(voice.saved_by)
        saver.click(_IDEAS, self._card(voice.idea)[0], "idea_evidence")
        words = " ".join(voice.words.split()[:4])
        saver.submit({"feedback": saver.suggest("feedback_select", words)[0]})
        saver.close_modal(clear=True)
