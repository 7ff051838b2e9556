"""Which renewals of an open form are this process's own."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Self
from zlib import crc32

_MOST = 1000
_TURNS = 16


class Renewals:
    """The hashes that forms had and got. Safe in threads; the oldest are forgotten."""

    def __init__(self) -> None:
        self._became: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._turns = tuple(Lock() for _ in range(_TURNS))

    @contextmanager
    def turn(self, form_id: str) -> Iterator[Self]:
        """One renewal of a form at a time."""
        with self._turns[crc32(form_id.encode()) % _TURNS]:
            yield self

    def latest(self, form_id: str, known: str) -> str:
        """The hash of a form that had the hash ``known``, after all renewals of ours."""
        while (form_id, known) in self._became:
            known = self._became[form_id, known]
        return known

    def note(self, form_id: str, known: str, new: str) -> None:
        """A form that had the hash ``known`` has got a ``new`` one from us."""
        if new != known:
            self._became[form_id, known] = new
        if len(self._became) > _MOST:
            self._became.popitem(last=False)
