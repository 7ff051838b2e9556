"""Which features a workspace has switched off."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from storage.schema import WorkspaceRow

_KNOWN = "switched_off"
_OFF: Any = select(col(WorkspaceRow.switched_off)).where(
    col(WorkspaceRow.id) == bindparam("workspace")
)
"""Built once: most requests ask for it."""


def read(value: str) -> frozenset[str]:
    """Return the names that the column holds."""
    return frozenset(one for one in value.split(",") if one)


def off(session: Session, workspace_id: int) -> frozenset[str]:
    """Return the features that a workspace has switched off, by name; read once a transaction."""
    known: dict[int, frozenset[str]] = session.info.setdefault(_KNOWN, {})
    if workspace_id not in known:
        value = session.connection().execute(_OFF, {"workspace": workspace_id}).scalar()
        known[workspace_id] = read(value or "")
    return known[workspace_id]


def save(session: Session, workspace_id: int, names: Iterable[str]) -> None:
    """Store which features a workspace has switched off."""
    ordered = sorted(set(names))
    value = f",{','.join(ordered)}," if ordered else ""
    statement = update(WorkspaceRow).where(col(WorkspaceRow.id) == workspace_id)
    session.connection().execute(statement.values(switched_off=value))
    session.info.pop(_KNOWN, None)


def is_on(name: str, column: Any) -> Any:
    """Return the condition that the workspace in a column has a feature switched on."""
    is_off = col(WorkspaceRow.switched_off).contains(f",{name},", autoescape=True)
    return column.not_in(select(col(WorkspaceRow.id)).where(is_off))
