"""What every listener gets: the database, the clock, and the people-facing facts of this bot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.home.health import Finding
from domain.workspace import Switch
from handlers.slack.pages import Pages
from handlers.slack.part import ShownPart
from handlers.slack.renewals import Renewals
from services.similarity.follow_up import Saved
from storage.database.engine import Database


@dataclass(frozen=True, slots=True)
class AppContext:
    """The surroundings of all listeners; ``wanted_scopes`` are those of the app's manifest.

    ``afterwards`` is told of what was quickly saved, and asks about it in a quiet moment.
    ``unreadable`` counts requests of a kind in which a listener missed a part.
    """

    database: Database
    now: Callable[[], datetime]
    wanted_scopes: tuple[str, ...] = ()
    ask_follow_up: Callable[[Saved], None] = lambda _saved: None
    unreadable: Callable[[str], None] = lambda _kind: None
    heard: Callable[[int], None] = lambda _workspace_id: None
    """Is told of each event of a workspace."""
    ask_slack: Callable[[int], Sequence[Finding]] = lambda _workspace_id: ()
    """Asks Slack how a workspace's tokens, events and history are, within 2 s."""
    public_url: str | None = None
    """The address at which others reach the bot's pages, None when it has none."""
    address: str = "http://localhost:3000"
    """Where the bot's own server listens."""
    renewals: Renewals = field(default_factory=Renewals)
    """What this process changed in forms that people have open."""
    pages: Pages = field(default_factory=Pages)
    """What features draw for others to show."""
    switches: Mapping[str, Switch] = field(default_factory=dict)
    """The features that a workspace can switch off, by name."""
    shown: Mapping[str, ShownPart] = field(default_factory=dict)
    """What features bring to help, Home and the doctor, by the feature's name."""
    owners: dict[str, str] = field(default_factory=dict)
    """Which feature listens to an action id; the router fills it."""
