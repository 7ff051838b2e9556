"""``linchpin import``: a table from elsewhere, read in bounded memory and stored in short steps."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from bot.app import create_app, utc_now
from bot.commands.import_files import chosen_path, chosen_source, opened_table, size_of
from bot.commands.import_plan import doubts_told, say, tell_plan, wished_plan
from bot.commands.import_undo import look_back, tell_undo
from bot.settings import Settings
from domain.core.changes import IMPORTING, SYSTEM
from domain.core.errors import InvalidInput
from domain.core.people import Request, Workspace
from domain.imports.fields import NEEDED, Kind
from domain.imports.plans import Plan
from domain.imports.rows import Item, Problem
from domain.imports.runs import Counts, Import, problem_table
from domain.text.storable import storable
from services.imports import runs as imports
from services.imports.files import rows_of
from services.imports.rows import BATCHES
from services.workspace import installations
from storage.database.engine import Database

_BAR = 30
_LINE_EVERY_S = 30.0
_PAUSES = {Kind.FEEDBACK: 0.2, Kind.IDEAS: 0.5, Kind.CUSTOMERS: 0.5}
"""What part of the time a step took nothing is done after it: a bot that runs beside this looks
every 0.1 s whether it has its turn at SQLite."""


def import_file(settings: Settings, args: Namespace) -> int:
    """Import a file, or say what that would bring; 1 when some rows were refused.

    What was understood and what became of it goes to stderr. Raises InvalidInput for a file or a
    column that there is none of, OSError when a file cannot be read or written.
    """
    if args.list or args.undo is not None:
        return look_back(settings, args)
    path = chosen_path(args)
    with opened_table(path, args.sheet) as file:
        plan, sample = wished_plan(file, args)
        tell_plan(path, plan, sample)
        if not plan.is_complete:
            raise InvalidInput(_without_column(plan))
        if plan.doubts and not (args.dry_run or args.yes):
            raise InvalidInput(doubts_told(plan))
        linchpin = create_app(settings)
        linchpin.prepare()
        try:
            workspace = installations.chosen(linchpin.database, args.workspace)
            source = chosen_source(path, args)
            work = _Work(
                linchpin.database,
                workspace,
                plan,
                is_dry=args.dry_run,
                source=source,
                is_update=args.update,
            )
            counts, *lists = work.through(file, path)
        finally:
            linchpin.database.dispose()
    say(_outcome(lists, plan.kind, counts, is_dry=args.dry_run))
    return 1 if counts.problems else 0


@dataclass(frozen=True, slots=True)
class _Work:
    """Where a file goes, and how it is read."""

    database: Database
    workspace: Workspace
    plan: Plan
    is_dry: bool
    source: str
    is_update: bool

    def through(self, file: BinaryIO, path: Path) -> tuple[Counts, Path, Path]:
        """Store the rows of a file, or only try to; what became of them, and where the refused
        and the remarked ones are listed."""
        size, now = max(size_of(file), 1), utc_now()
        refused = _Listed(path, self.plan, "problems")
        remarked = _Listed(path, self.plan, "remarks")
        with refused, remarked, _bar() as show:
            run = None if self.is_dry else self._begin(storable(path.name), now)
            counts = Counts()
            found = rows_of(file, self.plan, now, source=self.source)
            while batch := list(islice(found, BATCHES[self.plan.kind])):
                began = time.monotonic()
                run, counts = self._step(run, counts, batch, (refused, remarked), now)
                time.sleep((time.monotonic() - began) * _PAUSES[self.plan.kind])
                show(file.tell() / size, counts)
            if run is not None:
                imports.end(self.database, self._request(now), run, self.plan)
                tell_undo(run)
        return counts, refused.path, remarked.path

    def _begin(self, name: str, now: datetime) -> Import:
        return imports.begin(
            self.database,
            self._request(now),
            name,
            self.plan,
            source=self.source,
            is_update=self.is_update,
        )

    def _step(
        self,
        run: Import | None,
        counts: Counts,
        batch: list[Item | Problem],
        lists: tuple["_Listed", "_Listed"],
        now: datetime,
    ) -> tuple[Import | None, Counts]:
        if run is None:
            done = imports.rehearse(
                self.database, self._request(now), self.plan, batch, is_update=self.is_update
            )
        else:
            run, done = imports.store(self.database, self._request(now), run, self.plan, batch)
        lists[0].put(done.problems)
        lists[1].put(done.remarks)
        return run, counts.plus(
            done.added, done.known, done.votes, len(done.problems), remarks=len(done.remarks)
        )

    def _request(self, now: datetime) -> Request:
        """Nobody in Slack asks: what comes by the command line is saved by the bot itself."""
        return Request(self.workspace.id, self.workspace.bot_user_id or SYSTEM, IMPORTING, now)


class _Listed:
    """A file of rows with what is to be said of each, beside the one that is read; there is none
    without such rows."""

    def __init__(self, path: Path, plan: Plan, what: str) -> None:
        self.path = list_path(path, what)
        self._plan = plan
        self._file: TextIO | None = None

    def __enter__(self) -> "_Listed":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()

    def put(self, problems: tuple[Problem, ...]) -> None:
        """Write rows, the first ones below the names of the columns."""
        if not problems:
            return
        lines = iter(problem_table(self._plan.headers, problems, self._plan.delimiter))
        head = next(lines)
        if self._file is None:
            self._file = self.path.open("x", encoding="utf-8", newline="")
            self._file.write(head)
        self._file.writelines(lines)


def list_path(path: Path, what: str) -> Path:
    """Where refused or remarked rows of a file are written: beside it, in place of no other."""
    ends = chain([""], (f"-{turn}" for turn in count(2)))
    turns = (f"{path.stem}-{what}{end}.csv" for end in ends)
    return next(found for name in turns if not (found := path.with_name(name)).exists())


@contextmanager
def _bar() -> Iterator["_Show"]:
    """Something that shows how far the work is, where somebody looks."""
    show = _Show(is_shown=sys.stderr.isatty())
    try:
        yield show
    finally:
        show.end()


class _Show:
    """A bar on a terminal; a line now and then where the output goes elsewhere."""

    def __init__(self, *, is_shown: bool) -> None:
        self._is_shown = is_shown
        self._told_at = time.monotonic()

    def __call__(self, part: float, counts: Counts) -> None:
        if not self._is_shown and time.monotonic() - self._told_at > _LINE_EVERY_S:
            self._told_at = time.monotonic()
            rows = counts.added + counts.known + counts.problems
            sys.stderr.write(f"{int(min(part, 1.0) * 100)} %, {rows:,} rows\n")
        if self._is_shown:
            full = int(min(part, 1.0) * _BAR)
            rows = counts.added + counts.known + counts.problems
            bar = "█" * full + "░" * (_BAR - full)
            sys.stderr.write(f"\r{bar} {int(min(part, 1.0) * 100):3d} %  {rows:,} rows ")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the bar's line."""
        if self._is_shown:
            sys.stderr.write("\n")


def _without_column(plan: Plan) -> str:
    needed = NEEDED[plan.kind]
    return (
        f"No column seems to hold what every row needs: {needed.value} ({needed.label}). "
        f"Name it with --map COLUMN={needed.value}"
    )


def _outcome(lists: list[Path], kind: Kind, counts: Counts, *, is_dry: bool) -> str:
    what = kind.value
    verb = "Would add" if is_dry else "Added"
    told = [f"{verb} {counts.added:,} {what}"]
    if counts.votes:
        told.append(f"{counts.votes:,} votes")
    told.append(f"{counts.known:,} there already")
    if counts.problems:
        told.append(f"{counts.problems:,} refused, see {lists[0]}")
    if counts.remarks:
        told.append(f"{counts.remarks:,} with something changed, see {lists[1]}")
    return ", ".join(told) + "."
