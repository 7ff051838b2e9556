"""The rows that an import refused."""

from domain.imports.rows import Problem
from domain.imports.runs import Import
from storage import imports
from storage.engine import Database


def refused_rows(database: Database, run: Import) -> list[Problem]:
    """The refused rows of an import that were kept, in the order of their lines."""
    with database.reading() as session:
        return list(imports.problems(session, run.workspace_id, run.id))
