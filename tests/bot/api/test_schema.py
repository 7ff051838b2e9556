"""The OpenAPI file against the server: schemathesis sends what the file allows and what it forbids.

Everything that fits the file is accepted, everything else is refused, and every answer has a status
and a form that the file names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import Case, GenerationMode
from starlette.applications import Starlette

from bot.api.operations import OPERATIONS
from bot.api.routes import Api
from bot.server.metrics import Metrics
from domain.api import Right, parse_wish
from domain.ideas.model import Status
from domain.text.words import is_blank
from services.api import tokens
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.votes import filing
from storage.database.engine import Database
from tests.support import make
from tests.support.databases import Reused
from tests.support.make import NOON, request

EXAMPLES = 8


@dataclass
class Program:
    """A program whose clock goes on with each look, so that no request comes too fast."""

    database: Database
    looks: list[datetime] = field(default_factory=lambda: [NOON])

    def now(self) -> datetime:
        self.looks.append(self.looks[-1] + timedelta(seconds=0.2))
        return self.looks[-1]


@dataclass
class Served:
    """The API with something in it, and a token that may do everything."""

    schema: schemathesis.BaseSchema
    secret: str
    keys: Iterator[str] = field(default_factory=lambda: map(str, count()))
    """A key that comes with another body is refused, as the file says, and is none of these."""


@pytest.fixture
def served(sqlite_database: Reused) -> Iterator[Served]:
    with sqlite_database.emptied() as database:
        workspace = make.workspace(database)
        asked = request(workspace.id, "UADMIN", key="first")
        made = tokens.make(database, asked, parse_wish(f"Desk {' '.join(Right)}", NOON))
        idea = filing.file(database, asked, NewIdea("Faster export"), None)
        ideas.move(database, request(workspace.id, "UADMIN"), idea.number, Status.SHIPPED)
        feedback.capture(database, asked, feedback.Draft("It hangs", customer="Acme"))
        api = Api(Metrics())
        api.serve(Program(database))
        app = Starlette(routes=api.routes())
        yield Served(schemathesis.openapi.from_asgi("/api/openapi.json", app), made.secret)


def test_the_file_names_every_operation(served: Served) -> None:
    named = {one.ok().label for one in served.schema.get_all_operations()}
    assert named == {f"{one.method} {one.path}" for one in OPERATIONS}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_the_server_does_what_the_file_says(
    served: Served, operation: object, mode: GenerationMode
) -> None:
    described = served.schema[operation.path][operation.method]  # type: ignore[attr-defined]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(described.as_strategy(mode))
    def holds(case: Case) -> None:
        assume(not says_nothing(case))
        if mode is GenerationMode.POSITIVE and "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = next(served.keys)
        case.call_and_validate(headers={"Authorization": f"Bearer {served.secret}"})

    holds()


def says_nothing(case: Case) -> bool:
    """A text of invisible characters alone, or with one that no database stores: the one rule of
    the server that a pattern cannot tell."""
    body = case.body if isinstance(case.body, dict) else {}
    texts = [one for one in body.values() if isinstance(one, str)]
    said = body.get("text")
    return any("\0" in one for one in texts) or (isinstance(said, str) and is_blank(said))
