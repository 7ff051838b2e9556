"""Files that only the bot's own user reads: it keeps what people said, and tokens."""

import os
import stat
from pathlib import Path

_OTHERS_MAY_READ = stat.S_IRGRP | stat.S_IROTH
_SQLITE = "sqlite:///"


def keep_files_private() -> None:
    """Let every file that this process creates from now on belong to its user alone.

    That is the database with its ``-wal`` and ``-shm``, exports, and the refused rows of imports.
    A file that is there already keeps its permissions.
    """
    os.umask(0o077)


def readable_by_others(database_url: str) -> tuple[Path, ...]:
    """The files of a SQLite database that other users of this machine may read."""
    if not database_url.startswith(_SQLITE):
        return ()
    path = Path(database_url.removeprefix(_SQLITE))
    files = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
    return tuple(one for one in files if one.is_file() and one.stat().st_mode & _OTHERS_MAY_READ)
