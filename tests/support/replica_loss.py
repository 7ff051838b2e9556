"""What happens when one of several replicas is killed in the middle of its work, as figures."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.replica_process import wait_until
from tests.support.replicas import Held, Stage

SLOW_S = 0.8
"""How long Slack takes for a message until the kill, so that every replica has some under way."""

PACE_SLACK_S = 1.5
"""How much closer together than one a second messages of a channel may stand: a call that is late
by this on a busy machine is not too fast."""


@dataclass
class Figures:
    """Counts and times of one loss. ``taken_over_s`` counts from the kill until everything that
    the dead one held is done by another, ``done_s`` from the queueing until nothing is open."""

    messages: int
    digests: int
    wrong: dict[str, list[str]] = field(default_factory=dict)
    too_fast: list[str] = field(default_factory=list)
    refused_for_pace: list[tuple[str, Any]] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    held_by_the_dead: int = 0
    taken_over_s: float = 0.0
    done_s: float = 0.0
    commands: Counter[str] = field(default_factory=Counter)
    answered: list[str] = field(default_factory=list)
    answers_s: list[float] = field(default_factory=list)
    sent_by: list[int] = field(default_factory=list)


@dataclass
class Typists:
    """A person in each workspace who saves feedback all the time."""

    stage: Stage
    figures: Figures
    phase: str = "before"

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Type until the block ends."""
        resting = threading.Event()
        thread = threading.Thread(target=self._type, args=[resting])
        thread.start()
        try:
            yield
        finally:
            resting.set()
            thread.join()

    def _type(self, resting: threading.Event) -> None:
        teams = list({lane.team.team_id: lane.team for lane in self.stage.lanes}.values())
        number = 0
        while not resting.wait(0.3):
            number += 1
            phase, text = self.phase, f"typed {number}"
            began = time.monotonic()
            reply = teams[number % len(teams)].person("sam").command("#support", "/feedback", text)
            took_s = time.monotonic() - began
            if phase != self.phase:  # it may have been on its way to the dead one
                phase = "meanwhile"
            self.figures.commands[f"{phase} {'answered' if reply.ok else 'lost'}"] += 1
            if reply.ok:
                self.figures.answered.append(text)
                self.figures.answers_s.append(took_s)


def lose_one(stage: Stage, deliveries: int) -> Figures:
    """Queue messages, let every channel's digest be due, kill a replica when a third of all stands,
    and wait until the others did all the rest."""
    stage.subscribe()
    stage.box.faults.add("slow", method="chat.postMessage", seconds=SLOW_S, times=10 * deliveries)
    figures = Figures(deliveries, len(stage.lanes))
    typists = Typists(stage, figures)
    with typists.at_work():
        began = time.monotonic()
        stage.queue(deliveries)
        stage.strike()
        wait_until(lambda: stage.posted() >= deliveries / 3)
        typists.phase = "meanwhile"
        held = _kill_one(stage)
        killed = time.monotonic()
        sam = stage.box.person("sam")
        sam.react("#support", sam.say("#support", "said meanwhile"), "inbox_tray")
        wait_until(lambda: any(one["ok"] for one in stage.box.deliveries("reaction_added")))
        stage.box.set_bot_urls([one.events_url for one in stage.replicas[1:]])
        typists.phase = "after"
        held = _of_the_dead(stage, held)
        figures.held_by_the_dead = len(held)
        wait_until(lambda: not held & stage.held())
        wait_until(lambda: not {row for _, row in held} & stage.open_rows())
        figures.taken_over_s = time.monotonic() - killed
        wait_until(lambda: _is_said(stage), 60.0 + deliveries)
        figures.done_s = time.monotonic() - began
    wait_until(stage.is_done)
    return _counted(stage, figures)


def _kill_one(stage: Stage) -> Held:
    """Kill the first replica while all of them hold tasks; who held what then."""
    seen: list[Held] = []

    def all_hold_some() -> bool:
        seen.append(stage.held())
        return len({owner for owner, _ in seen[-1]}) == len(stage.replicas)

    wait_until(all_hold_some)
    stage.replicas[0].kill()
    stage.box.faults.clear()
    return seen[-1]


def _of_the_dead(stage: Stage, held: Held) -> Held:
    """What is still held when the living have settled all that they held at the kill."""
    left: list[Held] = []

    def one_holds_all() -> bool:
        left.append(held & stage.held())
        return len({owner for owner, _ in left[-1]}) <= 1

    wait_until(one_holds_all, 10.0)
    return left[-1]


def _is_said(stage: Stage) -> bool:
    return not stage.open_rows("say")


def _counted(stage: Stage, figures: Figures) -> Figures:
    for lane in stage.lanes:
        said = lane.said()
        in_order = [key for key in said if key in lane.keys]
        digests = [key for key in said if key not in lane.keys]
        if in_order != lane.keys or digests != lane.digests:
            figures.wrong[lane.channel_id] = said
        if is_too_fast(lane.said_at_s()):
            figures.too_fast.append(lane.channel_id)
    figures.refused_for_pace = stage.refused_for_pace()
    figures.given_up = [f"{one.kind}: {one.error}" for one in stage.given_up()]
    figures.sent_by = [one.sent() for one in stage.replicas[1:]]
    return figures


def is_too_fast(at_s: list[float]) -> bool:
    """Whether any stretch of a channel's messages came at more than one a second."""
    return any(
        later - sooner < number - PACE_SLACK_S
        for first, sooner in enumerate(at_s)
        for number, later in enumerate(at_s[first:])
    )
