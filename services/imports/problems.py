"""The rows that an import refused, and those that it changed."""

from domain.imports.rows import Problem
from domain.imports.runs import Import
from storage.database.engine import Database
from storage.imports import runs as imports


def refused_rows(database: Database, run: Import) -> list[Problem]:
    """The refused rows of an import that were kept, in the order of their lines."""
    with database.reading() as session:
        return list(imports.problems(session, run.workspace_id, run.id))


def remarked_rows(database: Database, run: Import) -> list[Problem]:
    """The rows of an import that came with something changed and were kept, in order."""
    with database.reading() as session:
        return list(imports.problems(session, run.workspace_id, run.id, was_imported=True))
