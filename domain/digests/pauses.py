"""Pauses that kept digests back: what moved only in one of them is not told afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.core.changes import Change

_PLACE = ("status", "horizon")


@dataclass(frozen=True, slots=True)
class Gap:
    """A pause in the change log: it began after the change ``after`` and ended with ``until``."""

    after: int
    until: int
    paused_at: datetime
    resumed_at: datetime

    def holds(self, change: Change) -> bool:
        """True for a change that happened during the pause."""
        return self.after < change.id <= self.until


def told(changes: Iterable[Change], gaps: Sequence[Gap]) -> list[Change]:
    """The changes that a digest tells, in their order: what did not happen during a pause.

    An idea that moved outside of a pause too is told with all its moves, because its readers want
    to know where it stands now and not where it stood when the pause began.
    """
    known = list(changes)
    outside = [one for one in known if not any(gap.holds(one) for gap in gaps)]
    if len(outside) == len(known):
        return known
    moved = {one.subject_id for one in outside if _is_move(one)}
    kept = {one.id for one in outside}
    return [one for one in known if one.id in kept or (_is_move(one) and one.subject_id in moved)]


def _is_move(change: Change) -> bool:
    return change.subject_kind == "idea" and change.field in _PLACE
