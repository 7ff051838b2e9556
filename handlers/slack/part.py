"""What a feature brings to the pages that all features share: help, Home and the doctor."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from domain.home.health import Note
from services.home.tab import HomeVisit
from storage.database.engine import Session
from views.blockkit.help import HelpPart
from views.blockkit.message import Block


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A part of the Home tab; the lowest ``place`` comes first.

    ``draw`` reads what it shows in the visit's transaction. It begins with its header, which is
    shown once where two sections that follow each other have the same.
    """

    place: int
    draw: Callable[[HomeVisit], list[Block]]


@dataclass(frozen=True, slots=True)
class HomeButton:
    """A button in the first row of the Home tab; the lowest ``place`` comes first."""

    place: int
    element: Block


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One feature's help lines, parts of Home and checks of the doctor.

    ``channels`` names the channels that the feature posts in or reads, for the doctor to look
    whether the bot is there; ``note`` is what else the doctor should tell of it.
    """

    help: tuple[HelpPart, ...] = ()
    home: tuple[HomeSection, ...] = ()
    buttons: tuple[HomeButton, ...] = ()
    channels: Callable[[Session, int], Collection[str]] | None = None
    note: Callable[[HomeVisit], Note | None] | None = None
