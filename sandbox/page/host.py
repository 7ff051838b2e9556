"""What the page needs of the sandbox that shows it."""

from typing import Protocol

from sandbox.clock import SandboxClock
from sandbox.delivery.courier import Courier
from sandbox.journal import Journal
from sandbox.page.clock import NextDigest
from sandbox.world.workspace import Workspace


class PageHooks(Protocol):
    """What the page may ask of the program around the sandbox."""

    @property
    def next_digest(self) -> NextDigest | None:
        """Say when the next digest is due, for the page's button."""


class PageHost(Protocol):
    """A running Slack, as far as its page knows it."""

    clock: SandboxClock
    journal: Journal
    is_setting_scene: bool
    offers_tour: bool

    @property
    def hooks(self) -> PageHooks:
        """What the page may ask of the program around the sandbox."""

    @property
    def teams(self) -> dict[str, Workspace]:
        """Every workspace by id."""

    @property
    def workspace(self) -> Workspace:
        """The first workspace."""

    @property
    def connected(self) -> int:
        """How many connections the app has."""

    @property
    def courier(self) -> Courier:
        """What carries things to the app."""
