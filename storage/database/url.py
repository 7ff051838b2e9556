"""DATABASE_URL: where the database is, and the options of a connection, each read by its type."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from domain.core.errors import InvalidInput

CONNECTS_WITHIN_S = 3
"""How long a connection may take unless the address says otherwise."""

_NUMBERS = frozenset(
    {
        "connect_timeout",
        "keepalives",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "prepare_threshold",
        "tcp_user_timeout",
    }
)
_ADDRESS = frozenset({"host", "port"})
"""Options that are part of the address: SQLAlchemy reads several servers from them."""

_DECIDED_HERE = frozenset({"replication", "client_encoding"})
"""What libpq knows too, and what Linchpin would not work with in another way."""

_NEVER = ("none", "off", "never", "")


def read(text: str) -> tuple[URL, dict[str, Any]]:
    """The address without its options, and the options as the driver takes them.

    Raises InvalidInput with a sentence that names the option and never the password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise InvalidInput(
            "DATABASE_URL cannot be read. Write it as postgresql://user:password@host:5432/name, "
            "with every special character of the password percent-encoded (@ as %40)."
        ) from error
    given = {name: value for name, value in url.query.items() if name not in _ADDRESS}
    if url.get_backend_name() == "sqlite":
        if url.query:
            raise InvalidInput(
                f"DATABASE_URL has an option that SQLite doesn't take here: {min(url.query)}. "
                "Leave out the question mark and everything after it."
            )
        return url, {}
    place = {name: value for name, value in url.query.items() if name in _ADDRESS}
    return url.set(query=place), _postgresql(given)


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for one in memory, and for PostgreSQL."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).absolute()


def place_of(url: URL) -> str:
    """Where a PostgreSQL database is, for the operator's eyes: never with the password."""
    host = url.query.get("host") or url.host or "the local socket"
    port = url.query.get("port") or url.port or 5432
    name = f", database {url.database}" if url.database else ""
    return f"PostgreSQL at {_joined(host)}, port {_joined(port)}{name}"


def _joined(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _postgresql(given: dict[str, str | tuple[str, ...]]) -> dict[str, Any]:
    options: dict[str, Any] = {"connect_timeout": CONNECTS_WITHIN_S}
    known = _known()
    for name, value in given.items():
        if not isinstance(value, str):
            raise InvalidInput(f"DATABASE_URL gives the option {name} more than once.")
        if name not in known:
            raise InvalidInput(
                f"DATABASE_URL has an unknown option, {name}. Use the connection parameters of "
                "libpq (such as sslmode, connect_timeout, application_name) or prepare_threshold."
            )
        options[name] = _number(name, value) if name in _NUMBERS else value
    return options


def _known() -> frozenset[str]:
    from psycopg import pq

    libpq = {one.keyword.decode() for one in pq.Conninfo.get_defaults()}
    return frozenset(libpq - _DECIDED_HERE) | {"prepare_threshold"}


def _number(name: str, value: str) -> int | None:
    if name == "prepare_threshold" and value.strip().lower() in _NEVER:
        return None  # psycopg's way to say never
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise InvalidInput(
            f"DATABASE_URL has {name}={value}, which isn't a whole number. "
            f"For example: {name}=5"
            + (", or prepare_threshold=none" if name == "prepare_threshold" else "")
            + "."
        )
    return int(value)
