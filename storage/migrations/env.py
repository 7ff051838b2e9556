"""Alembic's entry: runs the migrations on the connection that storage.migrate hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel

import storage.schema
from storage.database.migrate import is_drawn
from storage.database.types import BigId, UtcDateTime

assert storage.schema.__all__  # imported so that every table is known to the metadata


def _render(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "storage.database.types.UtcDateTime()"
    if kind == "type" and thing is BigId:
        return "storage.database.types.BigId"
    if kind == "type" and type(thing).__name__ == "AutoString":
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_render,
    compare_type=True,
    include_object=is_drawn,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
