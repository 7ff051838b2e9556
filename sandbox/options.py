"""How strict and fast the sandbox is, and what it may ask of the program around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

if TYPE_CHECKING:
    pass


@dataclass(slots=True)
class Hooks:
    """What the sandbox may ask of the program around it; called outside the server's loop.

    `clock_moved()` after each jump of the clock; `next_digest()` for the page's "next digest"
    button; `drain()` lets the bot do all work that is due, part of `settle`. `routes` are the
    program's own addresses, which the sandbox's server answers too; they come before its own.
    """

    clock_moved: Callable[[], object] | None = None
    next_digest: Callable[[], datetime | None] | None = None
    drain: Callable[[], object] | None = None
    routes: Sequence[BaseRoute] = ()


@dataclass(slots=True)
class Settings:
    """How strict and how fast this Slack is. Defaults are Slack's.

    `ack_deadline_s` and `file_scan_s` are real seconds, `retry_after_s` seconds of the sandbox's
    clock; `events_at_once` above 1 gives up strict order; `history` bounds how many calls and
    deliveries are kept in memory whole (2,000 are plenty for a demo that runs for days).
    """

    ack_deadline_s: float = 3.0
    retry_after_s: tuple[float, ...] = (0, 60, 300)
    events_at_once: int = 1
    file_scan_s: float = 0.2
    limits: bool = True
    history: int = 100_000
