"""Two ideas about the same, with cards, for tests of merging."""

from dataclasses import dataclass
from datetime import timedelta

from domain.core.outbox import Kind, Task
from domain.core.people import Request
from domain.ideas.model import Idea
from services.outbox import delivery
from storage.database.engine import Database
from storage.merging import links as merging_ties
from storage.merging import merges as merging
from tests.support.ideas import filed, posted, react
from tests.support.make import NOON, request, workspace

CSV_CARD, EXCEL_CARD = "1763899200.000100", "1763899200.000200"


@dataclass(frozen=True, slots=True)
class Pair:
    """*Export to CSV* (I-1) and *Export to Excel* (I-2) in a workspace, each with its card."""

    workspace_id: int
    csv: Idea
    excel: Idea

    @property
    def asked(self) -> Request:
        """A request by a manager."""
        return request(self.workspace_id, "UADMIN")


def pair(database: Database) -> Pair:
    """Both ideas, filed by a member, without votes."""
    one = workspace(database)
    found = Pair(one.id, filed(database, one.id), filed(database, one.id, "Export to Excel"))
    posted(database, found.csv, CSV_CARD)
    posted(database, found.excel, EXCEL_CARD)
    return found


def vote(database: Database, pair: Pair, card: str, users: str, *, is_added: bool = True) -> None:
    """One person for each letter votes on a card, or takes the vote back."""
    for user in users:
        at = "20.1" if is_added else "30.1"
        react(database, pair.workspace_id, f"U{user}", card, at=at, is_added=is_added)


def due(database: Database, kind: Kind) -> list[Task]:
    """The tasks of a kind that are due a minute from now."""
    found = delivery.take(database, "test", NOON + timedelta(minutes=1), lease_s=20, limit=50)
    return [one for one in found if one.kind is kind]


def held(database: Database, workspace_id: int, idea_id: int) -> dict[str, object]:
    """Everything that an idea has: its votes with their times, and what it is joined with."""
    with database.reading() as session:
        found: dict[str, object] = {
            name: merging_ties.tied(session, workspace_id, name, idea_id)
            for name in merging_ties.TIES
        }
        return found | {"votes": merging.voted(session, workspace_id, idea_id)}
