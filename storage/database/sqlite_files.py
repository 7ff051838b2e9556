"""The files of a SQLite database, watched: what is written into a deleted file is lost.

A connection goes on reading and writing the file that it opened, also when that has no name any
longer or another one has it. So each transaction looks first whether the names still lead to what
its connection has open.
"""

from pathlib import Path

Identity = tuple[int, int]
"""A file as the operating system knows it: its device and its number there."""

_KINDS = ("", "-wal", "-shm")


class FilesChanged(Exception):
    """The database's files are no longer those that were opened; ``reason`` names the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SqliteFiles:
    """The files of one database: the main file, its write-ahead log and the log's index."""

    def __init__(self, file: Path) -> None:
        self._paths = tuple(Path(f"{file}{kind}") for kind in _KINDS)
        self._opened: Identity | None = None

    def about_to_open(self) -> None:
        """Raise FilesChanged where opening would make a new, empty file beside those in use."""
        if self._opened is not None and _identity(self._paths[0]) != self._opened:
            raise FilesChanged(_gone_or_replaced(self._paths[0]))

    def opened(self) -> list[Identity | None]:
        """What a new connection has open, to be passed to ``check``."""
        found = [_identity(path) for path in self._paths]
        self._opened = self._opened or found[0]
        return found

    def check(self, opened: list[Identity | None]) -> None:
        """Raise FilesChanged when a file is another one now, or none.

        What did not exist at the opening is noted as soon as it does.
        """
        for place, path in enumerate(self._paths):
            now = _identity(path)
            if opened[place] is None:
                opened[place] = now
            elif now != opened[place]:
                raise FilesChanged(_gone_or_replaced(path))

    def forget(self) -> None:
        """All connections are closed: the next one may begin with whatever is there."""
        self._opened = None


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _gone_or_replaced(path: Path) -> str:
    what = "replaced" if path.exists() else "deleted or moved"
    return f"The file {path} was {what} while Linchpin was using it."
