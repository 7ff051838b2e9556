"""Forgetting a person in steps, each a short transaction; after a crash they begin anew.

First the words go from what was said to others, as they can be recognised there only while they
are known; then from where they were said; then the name from everywhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from domain.core.outbox import Task
from domain.erasure import Erased, Eraser, Subject, neutral_id
from domain.feedback.model import Gone
from domain.text.redaction import Redaction
from services.erasure import texts as forgetting_words
from services.feedback import redaction as sources_said
from services.feedback.source_messages import at_source
from services.outbox import messages as outbox_messages
from services.votes import tally
from storage import similarity as search_entries
from storage.database.engine import Database, Session
from storage.erasure import (
    outbox_texts as retelling,
)
from storage.erasure import records as storage
from storage.erasure import (
    sweep as forgetting_sweep,
)
from storage.erasure import texts as words_storage
from storage.erasure import (
    votes as forgetting_votes,
)
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox

_T = TypeVar("_T")

_ROWS = 100
"""Rows of one transaction: so few that it takes less than 0.1 s, as others wait for it."""

_ONE_BY_ONE = 20
"""The same for what is taken away one after the other."""

_PASSES = 3
"""How often everything is looked through; what others write meanwhile is seen by the second."""


class OnItsWay(Exception):
    """A message that names the person is being sent; its outcome has to be known first."""


class Forgetting:
    """The removal of one person. To be begun, and then finished when words and name are gone."""

    def __init__(
        self,
        database: Database,
        task: Task,
        subject: Subject,
        at: datetime,
        other_names: tuple[str, ...],
    ) -> None:
        self._database, self._task, self._subject, self._at = database, task, subject, at
        self._number = int(task.payload["number"])
        self._workspace_id = task.workspace_id
        with database.snapshot() as session:
            neutral = storage.stands_for(session, self._workspace_id, subject)
            self._neutral = neutral = neutral or neutral_id(self._number)
            self._request = at_source(self._workspace_id, neutral, at)
            is_only_one = storage.is_only_one(session, self._workspace_id, subject)
            spoken = forgetting_words.spoken_by(session, self._request, subject)
            said = words_storage.said_by(session, self._workspace_id, subject)
            self._notes = words_storage.notes_of(session, self._workspace_id, subject)
            self._quotes = words_storage.decisions_quoting(session, self._workspace_id, subject)
        self._said_ids = [one.id for one in said]
        self._eraser = (
            Eraser(subject, neutral, other_names) if is_only_one else Eraser(Subject(), neutral)
        )
        self._redaction = Redaction.of(spoken, Gone.FORGOTTEN.sentence)
        self._last_said_id = 0

    def begin(self) -> None:
        """Note what there is of the person, once, and take it out of what was said to others.

        Raises OnItsWay.
        """
        with self._database.transaction() as session:
            self._check_not_in_hand(session)
            if not storage.count(session, self._workspace_id, self._number, {}):
                storage.count(session, self._workspace_id, self._number, self._found(session))
        with self._database.reading() as session:
            held, self._last_said_id = retelling.holding(
                session, self._workspace_id, self._change, without_id=self._task.id
            )
        for some in _pieces(held, _ROWS):
            with self._database.transaction() as session:
                self._rewrite_said(session, some)

    def remove_words(self) -> None:
        """Take away what the person said. Raises OnItsWay."""
        workspace_id, subject = self._workspace_id, self._subject
        for places in _pieces(self._notes, _ONE_BY_ONE):
            with self._removing() as session:
                for place in places:
                    forgetting_words.remove_note(session, self._request, place)
        for ids in _pieces(self._said_ids, _ROWS):
            with self._removing() as session:
                forgetting_words.remove_feedback(session, self._request, subject, ids)
        for found in _pieces(self._quotes, _ONE_BY_ONE):
            with self._removing() as session:
                for row_id, _number, _quote in found:
                    forgetting_words.remove_quote(session, self._request, row_id)
        if subject.user_id is not None:
            with self._removing() as session:
                words_storage.clear_sayings(session, workspace_id, subject.user_id)

    def remove_name(self) -> None:
        """Take the person's name and id out of everything. Raises OnItsWay."""
        workspace_id, user_id = self._workspace_id, self._subject.user_id
        if user_id is not None:
            self._hand_over_votes(user_id)
            with self._removing() as session:
                storage.remove_records(session, workspace_id, user_id)
                storage.drop_errands_for(session, workspace_id, user_id, self._at)
        for _pass in range(_PASSES):
            with self._database.reading() as session:
                naming = forgetting_sweep.naming(session, workspace_id, self._eraser)
            if not sum(self._sweep(table, keys) for table, keys in naming.items()):
                return

    def _hand_over_votes(self, user_id: str) -> None:
        """Give the votes to the neutral id, under which what the person does now is kept."""
        old = (self._workspace_id, user_id, self._neutral)
        with self._removing() as session:
            met = forgetting_votes.hand_over_reactions(session, *old)
            for idea_id in forgetting_votes.voted_by_both(session, *old):
                tally.recount(session, self._request, idea_id, user_id=user_id)
            forgetting_votes.hand_over_votes(session, *old)
            for idea_id in met:
                tally.recount(session, self._request, idea_id, user_id=self._neutral)

    def finish(self, asked_by: str) -> Erased:
        """Note that all is gone, and have it told to who asked. Raises OnItsWay."""
        with self._removing() as session:
            workspace_id, task = self._workspace_id, self._task
            done = Erased(self._number, storage.count(session, workspace_id, self._number, {}))
            storage.finish(session, workspace_id, done, self._at)
            if asked_by != self._subject.user_id:
                _tell(session, workspace_id, done, asked_by, self._at)
            outbox.replace_payload(session, task, {"number": self._number})
            outbox.finish(session, task, self._at)
        return done

    @contextmanager
    def _removing(self) -> Iterator[Session]:
        """A transaction after which nothing that was said meanwhile holds the person either."""
        with self._database.transaction() as session:
            yield session
            newer = retelling.newer(
                session,
                self._workspace_id,
                self._last_said_id,
                self._at,
                without_id=self._task.id,
            )
            self._rewrite_said(session, newer)
            self._check_not_in_hand(session)

    def _rewrite_said(self, session: Session, ids: Sequence[int]) -> None:
        count = sources_said.rewrite_said(session, self._workspace_id, ids, self._change, self._at)
        if count:
            storage.count(session, self._workspace_id, self._number, {"mentions": count})

    def _sweep(self, table: str, keys: Sequence[Any]) -> int:
        count, workspace_id = 0, self._workspace_id
        for some in _pieces(keys, _ROWS):
            with self._database.transaction() as session:
                swept = forgetting_sweep.rewrite(session, workspace_id, table, some, self._eraser)
                search_entries.drop(session, workspace_id, table, swept.reworded)
                reworded = [((table, one), "kept", "forgotten") for one in swept.reworded]
                changes.record_all(session, self._request, "words", reworded)
                if swept.count:
                    found = {"mentions": swept.count}
                    storage.count(session, workspace_id, self._number, found)
            count += swept.count
        return count

    def _change(self, value: object) -> object:
        return self._eraser.of_value(self._redaction.of_value(value))

    def _check_not_in_hand(self, session: Session) -> None:
        if retelling.is_in_hand(session, self._workspace_id, self._change, self._task.id):
            raise OnItsWay

    def _found(self, session: Session) -> dict[str, int]:
        found = storage.counts(session, self._workspace_id, self._subject)
        if self._subject.user_id is not None:
            told = words_storage.sayings(session, self._workspace_id, self._subject.user_id)
            found["sentences"] = len(told)
        return found


def _tell(session: Session, workspace_id: int, done: Erased, user_id: str, at: datetime) -> None:
    data = {"number": done.number, "counts": dict(done.counts)}
    new_task = outbox_messages.tell(
        user_id, "forgotten", data, key=f"forgotten:{done.number}", at=at
    )
    outbox.enqueue(session, workspace_id, new_task, at)


def _pieces(whole: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
