"""Everything that a search found, as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from domain.announcements import Announcement
from domain.customers.model import Customer
from domain.decisions import Decision
from domain.feedback.model import Feedback
from domain.feedback.privacy import WITHHELD
from domain.ideas.model import Idea
from domain.objectives.model import Objective
from domain.roadmap.promises import Promise
from domain.rounds.model import Round
from domain.search.results import Hit
from domain.text.spreadsheets import inert
from views.blockkit.text import counted, mrkdwn
from views.ideas.lines import place_words

TABLE_COLUMNS = (
    ("kind", "number", "text", "state", "customer", "tier"),
    ("area", "importance", "said_by", "owner", "votes", "ideas", "date", "link"),
)


def search_table(hits: Iterable[Hit], names: dict[str, str]) -> str:
    """What was found as a table with a line for each (RFC 4180), as spreadsheets read it.

    A cell that a spreadsheet would run as a formula begins with an apostrophe. ``names`` are
    people's names by user id.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [name for part in TABLE_COLUMNS for name in part]
    writer.writerow(columns)
    for hit in hits:
        cells = {"kind": hit.kind.value, **_cells(hit, names)}
        writer.writerow([inert(str(cells.get(column) or "")) for column in columns])
    return "\ufeff" + out.getvalue()


def table_words(typed: str, rows: int, most: int) -> str:
    """What comes with the table."""
    more = (
        f" These are the first {most:,}; narrow the search for the others." if rows >= most else ""
    )
    return f"{counted(rows, 'result')} of `/linchpin search {mrkdwn(typed, 300)}`.{more}"


def _cells(hit: Hit, names: dict[str, str]) -> dict[str, object]:
    thing = hit.thing
    match thing:
        case Feedback():
            speaker = thing.said_by_name or names.get(thing.said_by or "", thing.said_by)
            return {
                "number": thing.reference,
                "text": WITHHELD if thing.is_withheld else thing.text,
                "state": thing.state.value,
                "customer": thing.customer,
                "area": thing.area,
                "importance": thing.importance.label if thing.importance else None,
                "said_by": speaker,
                "ideas": " ".join(f"I-{number}" for number in thing.idea_numbers),
                "date": thing.created_at.date().isoformat(),
                "link": thing.source.permalink if thing.source else None,
            }
        case Idea():
            return {
                "number": thing.reference,
                "text": thing.title,
                "state": place_words(thing),
                "area": thing.area,
                "owner": names.get(thing.owner_id or "", thing.owner_id),
                "votes": str(thing.votes),
                "date": thing.created_at.date().isoformat(),
            }
        case Customer():
            return {
                "text": thing.revenue.words if thing.revenue else None,
                "customer": thing.name,
                "tier": thing.tier,
                "owner": names.get(thing.owner_id or "", thing.owner_id),
                "date": thing.created_at.date().isoformat(),
            }
        case _:
            return _other_cells(hit, names)


def _other_cells(hit: Hit, names: dict[str, str]) -> dict[str, object]:
    thing = hit.thing
    match thing:
        case Decision():
            return {
                "number": thing.reference,
                "text": thing.title,
                "owner": names.get(thing.owner_id, thing.owner_id),
                "date": thing.recorded_at.date().isoformat(),
            }
        case Objective():
            return {
                "number": thing.reference,
                "text": thing.title,
                "state": thing.state.value,
                "owner": names.get(thing.owner_id, thing.owner_id),
                "date": thing.created_at.date().isoformat(),
            }
        case Promise():
            return {
                "number": thing.reference,
                "text": f"by {thing.due_on.isoformat()}",
                "state": thing.state.value,
                "customer": thing.customer,
                "owner": names.get(thing.promised_by, thing.promised_by),
                "ideas": f"I-{hit.idea_number}" if hit.idea_number else None,
                "date": thing.created_at.date().isoformat(),
            }
        case _:
            return _told_cells(hit, names)


def _told_cells(hit: Hit, names: dict[str, str]) -> dict[str, object]:
    thing = hit.thing
    match thing:
        case Round():
            return {
                "number": thing.reference,
                "text": thing.title or ("Ballot" if thing.is_ballot else "Blind scoring round"),
                "state": thing.state.value,
                "owner": names.get(thing.owner_id, thing.owner_id),
                "date": thing.created_at.date().isoformat(),
            }
        case Announcement():
            return {
                "text": f"{thing.note.headline}: {thing.note.text}",
                "state": _became(thing),
                "owner": names.get(thing.created_by, thing.created_by),
                "ideas": f"I-{hit.idea_number}" if hit.idea_number else None,
                "date": thing.created_at.date().isoformat(),
            }
        case _:
            return {}


def _became(made: Announcement) -> str:
    if made.cancelled_at is not None:
        return "called off"
    return "posted" if made.queued_at is not None else "waiting"
