"""The meanings of everything in a workspace: made after the fact, held in memory while in use."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from domain.text.folding import index_words
from services.similarity.embedding import embed, model_name
from storage import similarity as search_entries
from storage.database.engine import Database, Session
from storage.feedback import notes as attached_notes
from storage.outbox import change_log as changes
from storage.similarity import Mark
from storage.workspace import workspaces

if TYPE_CHECKING:
    from domain.similarity.matrix import Floats, Matrix

KINDS = {"idea": 110_000, "feedback": 20_000}
"""How many of each kind, the newest, are compared by meaning: 384 bytes each."""

_MOST_INDEXED_CHARS = 40_000

_HELD_ROWS = 130_000
"""How many rows stay in memory over all workspaces: 50 MB."""

_FEW = 100
"""So many are made for who asks, in half a second; when more wait, the clock makes them."""

_WORTH_A_RUN = 20
_MOST_A_RUN = 5_000
"""So many of a workspace are made in one run of the clock: half a minute of one core."""

_BATCH = 200
_READ_AT_ONCE = 2_000


def catch_up(database: Database, workspace_id: int) -> int:
    """Make the entries of what was said or changed since the last time; how many changes.

    None when so many wait, as after an import or with another model, that nobody should wait for
    them: ``catch_up_all`` makes those.
    """
    batch = _next_batch(database, workspace_id)
    if not batch or len(batch) > _FEW:
        return 0
    _make(database, workspace_id, batch)
    return len(batch)


_NEEDED_BY = frozenset({"similarity", "search"})
"""Where all of these are switched off, nobody asks for entries."""


def catch_up_all(database: Database, _at: datetime) -> None:
    """Make the entries of every workspace in which many wait, oldest first.

    Each batch is a transaction. At most about 5,000 a workspace, so that each gets its turn.
    """
    with database.reading() as session:
        every = [one.id for one in workspaces.every(session) if not one.switched_off >= _NEEDED_BY]
    for workspace_id in every:
        done = 0
        batch = _next_batch(database, workspace_id)
        while batch and done < _MOST_A_RUN and (done or len(batch) >= _WORTH_A_RUN):
            _make(database, workspace_id, batch)
            done += len(batch)
            batch = _next_batch(database, workspace_id)


def nearest(
    database: Database, workspace_id: int, kind: str, vector: "Floats", limit: int
) -> list[tuple[int, float]]:
    """Row ids of the ideas or the feedback nearest to a vector, with their cosines."""
    return _shelf(database).nearest(database, workspace_id, kind, vector, limit)


def cosines(vector: "Floats", others: Iterable[bytes | None]) -> list[float]:
    """How near packed vectors are to a vector of length 1; 0 for those that are not made yet."""
    from domain.similarity.matrix import DIMENSIONS, unpacked

    rows = [other or bytes(DIMENSIONS) for other in others]
    return [float(cosine) for cosine in unpacked(rows) @ vector]


def _next_batch(database: Database, workspace_id: int) -> list[tuple[int, str, int]]:
    with database.reading() as session:
        known = search_entries.mark(session, workspace_id)
        after = known.change_id if known.model == model_name() else 0
        found = search_entries.changed(session, workspace_id, after, _BATCH)
    if not found:
        return []
    with database.reading() as session:  # a lower id may be uncommitted: only below a clean cut
        cut = changes.latest_id(session, workspace_id)
        session.rollback()
    with database.reading() as session:
        again = search_entries.changed(session, workspace_id, after, _BATCH)
    return [one for one in again if one[0] <= cut]


def _make(database: Database, workspace_id: int, batch: list[tuple[int, str, int]]) -> None:
    prepared: dict[str, list[tuple[int, str, bytes]]] = {}
    for kind in KINDS:
        ids = {row_id for _change, one, row_id in batch if one == kind}
        with database.reading() as session:
            found = search_entries.texts(session, workspace_id, kind, ids)
            start = search_entries.behind_newest(session, workspace_id, kind, KINDS[kind])
            more = attached_notes.words_of(session, workspace_id, ids) if kind == "feedback" else {}
        words = [
            index_words(_with_more(text, more.get(row_id, ()))) if kind == "feedback" else ""
            for row_id, _title, text in found
        ]
        vectors = _vectors(found, start)
        prepared[kind] = [
            (row_id, word, vector)
            for (row_id, _title, _text), word, vector in zip(found, words, vectors, strict=True)
        ]
    with database.transaction() as session:
        known = search_entries.lock_mark(session, workspace_id)
        if known.model == model_name() and known.change_id >= batch[-1][0]:
            return  # another process was faster
        for kind, entries in prepared.items():
            search_entries.replace(session, workspace_id, kind, entries, model_name())
        search_entries.set_mark(session, workspace_id, Mark(batch[-1][0], model_name()))


def _vectors(found: list[tuple[int, str, str]], start: int) -> list[bytes]:
    """The vectors of texts, half by their titles; nothing for row ids too old to be compared."""
    from domain.similarity.matrix import DIMENSIONS, packed, unit

    new = [place for place, (row_id, _title, _text) in enumerate(found) if row_id > start]
    if not new:
        return [bytes(DIMENSIONS)] * len(found)
    meant = embed([found[place][2] for place in new])
    titled = [at for at, place in enumerate(new) if found[place][1] not in ("", found[place][2])]
    if titled:
        meant[titled] += embed([found[new[at]][1] for at in titled])
    made = dict(zip(new, packed(unit(meant)), strict=True))
    return [made.get(place, bytes(DIMENSIONS)) for place in range(len(found))]


def _with_more(text: str, more: Iterable[str]) -> str:
    """The words by which feedback is found: its own, then as many of its answers and notes."""
    return " ".join([text, *more])[: max(len(text), _MOST_INDEXED_CHARS)]


@dataclass
class _Held:
    """The meanings of one kind in one workspace, up to an entry."""

    matrix: "Matrix"
    seen_id: int


class _Shelf:
    """What is in memory for one database; the workspace asked longest ago goes first."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[int, str], _Held] = OrderedDict()
        self._lock = threading.Lock()

    def nearest(
        self, database: Database, workspace_id: int, kind: str, vector: Any, limit: int
    ) -> list[tuple[int, float]]:
        with self._lock:
            with database.reading() as session:
                held = self._fresh(session, workspace_id, kind)
            self._make_room((workspace_id, kind))
            return held.matrix.nearest(vector, limit)

    def _fresh(self, session: Session, workspace_id: int, kind: str) -> _Held:
        from domain.similarity.matrix import Matrix

        held = self._held.get((workspace_id, kind))
        if held is None:
            most = KINDS[kind]
            room = min(search_entries.count(session, workspace_id, kind), most)
            start = search_entries.start_of_newest(session, workspace_id, kind, most)
            held = _Held(Matrix(most, room), start)
            self._held[workspace_id, kind] = held
        self._held.move_to_end((workspace_id, kind))
        while True:
            new = search_entries.newer(
                session, workspace_id, kind, model_name(), held.seen_id, _READ_AT_ONCE
            )
            held.matrix.put([one.subject_id for one in new], [one.vector for one in new])
            if new:
                held.seen_id = new[-1].id
            if len(new) < _READ_AT_ONCE:
                return held

    def _make_room(self, asked: tuple[int, str]) -> None:
        while sum(len(one.matrix) for one in self._held.values()) > _HELD_ROWS:
            oldest = next(iter(self._held))
            if oldest == asked:
                return
            del self._held[oldest]


_SHELVES: WeakKeyDictionary[Database, _Shelf] = WeakKeyDictionary()
_making = threading.Lock()


def _shelf(database: Database) -> _Shelf:
    with _making:
        return _SHELVES.setdefault(database, _Shelf())
