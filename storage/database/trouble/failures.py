"""What a database's error means: the kind of trouble, and the cause as an operator reads it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble
from storage.database.sqlite_files import FilesChanged

FAILURES = (DBAPIError, PoolTimeout, FilesChanged)
"""Everything that a database in trouble raises; ``explained`` tells it from a defect of ours."""

_SPARE_BYTES = 64 * 1024
"""Less room than this on a disk explains a write that failed for no other reason."""

_SQLITE = {
    "SQLITE_BUSY": Trouble.BUSY,
    "SQLITE_LOCKED": Trouble.BUSY,
    "SQLITE_FULL": Trouble.NO_SPACE,
    "SQLITE_CORRUPT": Trouble.DAMAGED,
    "SQLITE_NOTADB": Trouble.DAMAGED,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "SQLITE_READONLY_DBMOVED": Trouble.REPLACED,
    "SQLITE_PERM": Trouble.READ_ONLY,
}
"""SQLite's result codes (sqlite.org/rescode.html); an extended code goes by its first part."""

_POSTGRESQL = {
    "25006": Trouble.READ_ONLY,
    "3F000": Trouble.SCHEMA,
    "42P01": Trouble.SCHEMA,
    "42703": Trouble.SCHEMA,
    "42501": Trouble.READ_ONLY,
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "53100": Trouble.NO_SPACE,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
    "58030": Trouble.DAMAGED,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
"""PostgreSQL's error codes (appendix A of its manual)."""

_NEXT = {
    Trouble.AWAY: "",
    Trouble.BUSY: "",
    Trouble.NO_SPACE: "No space is left. Free some; Linchpin then goes on by itself.",
    Trouble.REPLACED: "Put the file back or restart Linchpin. Nothing is written until then.",
    Trouble.DAMAGED: "It is damaged. Stop Linchpin and restore a backup (docs/operations.md).",
    Trouble.READ_ONLY: "It can't be written to. Allow Linchpin's user to write there.",
    Trouble.SCHEMA: "Its tables aren't those of this version. Run `linchpin migrate`.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the database is: a file for SQLite, and how an operator knows it."""

    name: str
    file: Path | None = None


def explained(error: Exception, place: Place) -> DatabaseUnavailable | None:
    """What to raise for one of FAILURES; None when it is a defect of ours and goes up as it is."""
    if isinstance(error, FilesChanged):
        return _told(Trouble.REPLACED, place, error.reason)
    if isinstance(error, PoolTimeout):
        return _told(Trouble.BUSY, place, "All connections are in use.")
    if isinstance(error, IntegrityError) or not isinstance(error, DBAPIError):
        return None
    found = _of_sqlite(error, place) if place.file is not None else _of_postgresql(error, place)
    if found is None and error.connection_invalidated:
        return _told(Trouble.AWAY, place, _reason(error))
    return found


def busy(place: Place) -> DatabaseUnavailable:
    """What to raise when a writer's turn did not come in time."""
    return _told(Trouble.BUSY, place, "Too many writers were waiting.")


def _of_sqlite(error: DBAPIError, place: Place) -> DatabaseUnavailable | None:
    assert place.file is not None
    code = str(getattr(error.orig, "sqlite_errorname", ""))
    if code == "SQLITE_CANTOPEN" or code.startswith("SQLITE_CANTOPEN_"):
        return _told(Trouble.AWAY, place, _why_not_opened(place.file))
    if code.startswith("SQLITE_IOERR"):
        if _is_full(place.file):
            return _told(Trouble.NO_SPACE, place, "")
        why = f"The disk reports an error ({code}). Check its health, its quota and its limits."
        return _told(Trouble.AWAY, place, why)
    if code.startswith(("SQLITE_PROTOCOL", "SQLITE_NOMEM", "SQLITE_INTERRUPT")):
        return _told(Trouble.AWAY, place, _reason(error))
    if code == "SQLITE_ERROR":  # mostly a defect of ours, which is not to be told as an outage
        is_schema = str(error.orig).startswith(("no such table", "no such column"))
        return _told(Trouble.SCHEMA, place, _reason(error)) if is_schema else None
    trouble = _SQLITE.get(code) or _SQLITE.get("_".join(code.split("_")[:2]))
    if trouble is None:
        return None
    said = "" if trouble in (Trouble.NO_SPACE, Trouble.REPLACED) else _reason(error)
    return _told(trouble, place, said)


def _why_not_opened(file: Path) -> str:
    folder = file.parent
    if not folder.exists():
        return f"The folder {folder} doesn't exist. Create it, or change DATABASE_URL."
    if not folder.is_dir():
        return f"{folder} isn't a folder. Change DATABASE_URL."
    if file.is_dir():
        return "It's a folder, not a file. Change DATABASE_URL."
    if _is_full(file):
        return "No space is left in its folder."
    return f"It can't be opened. Let Linchpin's user read and write it and the folder {folder}."


def _is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _SPARE_BYTES
    except OSError:
        return False


def _of_postgresql(error: DBAPIError, place: Place) -> DatabaseUnavailable | None:
    code = getattr(error.orig, "sqlstate", None)
    if code is None:  # the connection could not be made, or broke
        kind = type(error.orig).__name__
        is_away = kind in ("OperationalError", "InterfaceError", "ConnectionTimeout")
        return _told(Trouble.AWAY, place, _reason(error)) if is_away else None
    trouble = _POSTGRESQL.get(code)
    if trouble is None and code[:2] in ("08", "28", "3D", "53", "57", "58"):
        trouble = Trouble.AWAY
    return None if trouble is None else _told(trouble, place, _reason(error))


def _reason(error: SQLAlchemyError) -> str:
    """The driver's own words in one line: no statement, no values, no hint for programmers."""
    orig = getattr(error, "orig", None)
    primary = getattr(getattr(orig, "diag", None), "message_primary", None)
    lines = str(primary or orig or error).strip().splitlines()
    text = " ".join(line.strip() for line in lines[:2] if line.strip())
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?")) else ".")


def _told(trouble: Trouble, place: Place, reason: str) -> DatabaseUnavailable:
    parts = (f"The database ({place.name}) isn't usable.", reason, _NEXT[trouble])
    return DatabaseUnavailable(trouble, " ".join(part for part in parts if part))
