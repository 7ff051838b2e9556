"""``linchpin import --list`` and ``--undo``: what was imported, and taking it back."""

import sys
from argparse import Namespace

from bot.app import create_app, utc_now
from bot.settings import Settings
from domain.core.changes import IMPORTING, SYSTEM
from domain.core.people import Request, Workspace
from domain.imports.runs import Import, State
from services.imports import undo as import_undo
from services.workspace import installations
from storage.database.engine import Database

_MOST_LISTED = 50


def look_back(settings: Settings, args: Namespace) -> int:
    """List the imports or undo one; 1 when something of it stays. Raises UserError."""
    linchpin = create_app(settings)
    linchpin.prepare()
    try:
        workspace = installations.chosen(linchpin.database, args.workspace)
        if args.undo is None:
            _list(linchpin.database, workspace)
            return 0
        return _undo(linchpin.database, workspace, args.undo)
    finally:
        linchpin.database.dispose()


def tell_undo(run: Import) -> None:
    """Say how an import is undone."""
    sys.stderr.write(f"Undo it with: linchpin import --undo {run.id}\n")


def _list(database: Database, workspace: Workspace) -> None:
    runs = import_undo.latest(database, workspace.id, _MOST_LISTED)
    for run, at in runs:
        counts = f"{run.counts.added:,} added, {run.counts.votes:,} votes"
        sys.stdout.write(f"{run.id}\t{at:%Y-%m-%d %H:%M}\t{run.state}\t{run.name}\t{counts}\n")
    if not runs:
        sys.stderr.write("Nothing was imported yet.\n")


def _undo(database: Database, workspace: Workspace, import_id: int) -> int:
    request = Request(workspace.id, workspace.bot_user_id or SYSTEM, IMPORTING, utc_now())
    run = import_undo.begin(database, request, import_id)
    while run.state is State.UNDOING:
        run = import_undo.take_back(database, request, run)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{run.undone.removed if run.undone else 0:,} taken back ")
            sys.stderr.flush()
    done = run.undone
    assert done is not None  # an import that is undone tells what became of it
    sys.stderr.write(f"\nThe import of {run.name} was undone: {done.removed:,} taken back.\n")
    if done.kept:
        listed = "; ".join(done.built)
        sys.stderr.write(f"{done.kept:,} stay, as people built on them meanwhile: {listed}\n")
    return 1 if done.kept else 0
