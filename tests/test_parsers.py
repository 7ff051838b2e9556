"""What holds for everything that reads typed text, found by looking: nothing can be forgotten.

A public function of `domain` that takes text is called with the longest and nastiest texts that
Slack lets people type. One whose other arguments are not known here has to be added.
"""

import importlib
import inspect
import pkgutil
import random
import re
import time
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

import domain
from domain.api import Right
from domain.core.errors import UserError
from domain.dates.spans import Calendar, DayOrder, Leaning
from domain.scoring.drivers import Driver
from domain.scoring.methods.catalog import DRIVERS
from domain.text.labels import LabelKind

MOST_CHARS = 12_000
"""As much as a person can type after a command."""

MOST_MS = 50
NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[1]

GIVEN: Mapping[Any, Any] = {
    bool: True,
    int: 7,
    float: 7.0,
    date: date(2026, 9, 14),
    date | None: date(2026, 9, 14),
    datetime: NOW,
    LabelKind: LabelKind.CUSTOMER,
    Leaning: Leaning.PAST,
    DayOrder: DayOrder.DAY_FIRST,
    Calendar: Calendar(date(2026, 9, 14)),
    tuple[Right, ...]: (Right.FEEDBACK_READ,),
    Mapping[str, str]: {"U1": "Sam"},
    Mapping[str, Driver]: {},
    Iterable[str]: ("board", "timeline"),
}
"""What other arguments are, by their type."""

NAMED: Mapping[str, Any] = {
    "zone": "Europe/Berlin",
    "default_zone": "Europe/Berlin",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
    "own": "EUR",
    "unit": "days",
    "field": "field",
    "what": "title",
    "example": "/roadmap",
    "bot_user_id": "U0BOT",
    "promised_by": "U0SAM",
    "formula": "",
}
"""What an argument is by its name: it comes from the program, not from a person."""

TYPED = re.compile(
    r"text|typed|words|word|cell|rest|name|names|lines|source|title|query|value|header|amount|"
    r"zone_name|wish|emoji|message|note"
)
"""Names of arguments that people type. A text called otherwise is the program's own."""

NO_TEXT_OF_PEOPLE = {
    "domain.imports.reading.encodings",  # bytes of a file, in the import's own time and memory
    "domain.similarity",  # reads what is stored, in a job of its own
}

ALPHABETS = (
    "- ", "a ", "1 ", "1", "a", " ", "\n", ",", ", ", ":", ": ", '"', "' ", "=", "a=", "a:", "(",
    "((", ")", "<@", "<@U1>", "@", "@a ", "#", "/", "1/1 ", "2026-", "2026-01-01 ", "9:", "9:00 ",
    "to ", "from ", "by ", "for ", "and ", "the ", "firm ", "mid ", "every second ", "last ",
    "I-1 ", "I-1,", "O-1 ", "needs ", "no longer ", "because ", "promised ", "\uff11", "\u2003",
    "\u2013", "é", "界", "🎉", "a-", "-a", "a.", "1.", "1,", "1e", "*", "+1", "x* ", "%", "$1 ",
    "a b", "aA", "q1 ", "<", ">", "&lt;", "&", "is:", "area:a ", "-", "--", "..", "\t", "_",
)  # fmt: skip
OPENINGS = (
    "", "I-2 ", "I-2 promised ", "I-2 needs I-1", "I-2 declined ", "I-2 withdraw P-1 ",
    "I-2 serves O-1 ", "I-2 merge into ", "as of ", "from ", "mon 09:00 ", "method rice for ",
    "by votes area:", "new a until ", "since:", '"', "a: 1, ", "a = ", "save this for ", "USD 1",
    "1", "\uff29-\uff12 ",
)  # fmt: skip


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of `domain` that takes a text which people type."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        if module.name.startswith(tuple(NO_TEXT_OF_PEOPLE)):
            continue
        loaded = importlib.import_module(module.name)
        for name, found in vars(loaded).items():
            own = inspect.isfunction(found) and found.__module__ == module.name
            if own and not name.startswith("_") and typed_arguments(found):
                yield f"{module.name}.{name}", found


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    return {k: v for k, v in typing.get_type_hints(function).items() if k != "return"}


def typed_arguments(function: Callable[..., Any]) -> list[str]:
    return [
        name
        for name, kind in hints(function).items()
        if kind in (str, str | None, Sequence[str]) and TYPED.fullmatch(name) and name not in NAMED
    ]


def arguments(function: Callable[..., Any], text: str) -> dict[str, Any] | None:
    """What to call a function with, None when an argument of it is not known here."""
    given: dict[str, Any] = {}
    for name, kind in hints(function).items():
        default = inspect.signature(function).parameters[name].default
        if name in typed_arguments(function):
            given[name] = [text] if kind == Sequence[str] else text
        elif name in NAMED and kind in (str, str | None):
            given[name] = NAMED[name]
        elif default is not inspect.Parameter.empty:
            continue
        elif kind in GIVEN:
            given[name] = GIVEN[kind]
        elif inspect.isclass(kind) and issubclass(kind, Enum):
            given[name] = next(iter(kind))
        else:
            return None
    return given


FOUND = dict(functions())
READERS = {name: one for name, one in FOUND.items() if arguments(one, "") is not None}
NOT_TYPED = {
    "domain.text.slack_text.with_name",  # puts a name in place of a mark in stored text
    "domain.rounds.results.format_term",  # words of ours about numbers
    "domain.imports.reading.formats.checked_format",  # looks at a file's bytes
    "domain.imports.reading.formats.label_by_name",  # looks at the end of a file's name
    "domain.imports.reading.formats.not_a_table",  # words of ours
    "domain.imports.file_rows.rows_read",  # reads records, in the import's own time
    "domain.imports.sources.keyed",  # keys of rows that are read already
    "domain.workspace.is_back",  # names a feature of ours
    "domain.scoring.common.stepped",  # makes a driver of ours
    "domain.core.money.in_currency",  # the sum is read already; its text is only quoted
    "domain.ideas.texts.clean_reason",  # only checks and measures
}
"""Functions of other arguments that read no text of people."""


def texts(seed: str) -> Iterator[str]:
    """Long texts: each alphabet alone, some behind each opening, and some random ones."""
    chance = random.Random(seed)
    for piece in ALPHABETS:
        yield (piece * MOST_CHARS)[:MOST_CHARS]
    for opening in OPENINGS:
        for piece in chance.sample(ALPHABETS, 6):
            yield (opening + piece * MOST_CHARS)[:MOST_CHARS]
    for _ in range(20):
        pieces = chance.sample(ALPHABETS, 3)
        yield ("".join(pieces) * MOST_CHARS)[:MOST_CHARS]


def run(function: Callable[..., Any], text: str) -> None:
    given = arguments(function, text)
    assert given is not None
    try:
        found = function(**given)
        if inspect.isgenerator(found):
            list(found)
    except UserError as refused:
        assert refused.message.strip()


def milliseconds(function: Callable[..., Any], text: str) -> float:
    """The processor time of this thread: what else the machine does is not counted."""
    begun = time.thread_time()
    run(function, text)
    return (time.thread_time() - begun) * 1000


def test_there_are_parsers_to_look_at() -> None:
    names = {name.rpartition(".")[2] for name in READERS}
    assert {"parse_idea_command", "parse_promise", "parse_past", "parse_search"} <= names
    assert {"parse_score_command", "parse_schedule", "read_money", "check_zone"} <= names
    assert len(READERS) > 60


def test_every_function_that_takes_typed_text_can_be_called_here() -> None:
    """A new one with an argument of another kind is added to GIVEN or NAMED."""
    assert set(FOUND) - set(READERS) == NOT_TYPED


@pytest.mark.parametrize("name", sorted(READERS))
def test_no_parser_takes_long_and_none_crashes(name: str) -> None:
    function = READERS[name]
    run(function, "")  # what is made on first use is not counted
    for text in texts(name):
        took = milliseconds(function, text)
        if took > MOST_MS:  # once more: a collection of garbage is nobody's fault
            took = min(took, milliseconds(function, text), milliseconds(function, text))
        assert took <= MOST_MS, f"{took:.0f} ms for {text[:30]!r}… of {len(text):,} characters"


READING_METHODS = {"domain.scoring.drivers.Driver.read": DRIVERS["reach"].read}
"""Methods that read typed text, each of some object."""

HANDS_ON = {"domain.imports.cells.Cells.read"}
"""Methods that read nothing themselves: they hand a cell to one of the functions above."""


def methods() -> Iterator[str]:
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        loaded = importlib.import_module(module.name)
        for kind in vars(loaded).values():
            own = inspect.isclass(kind) and kind.__module__ == module.name
            if not own or kind.__name__.startswith("_"):
                continue
            for name, method in vars(kind).items():
                if name.startswith(("read", "parse")) and inspect.isfunction(method):
                    yield f"{module.name}.{kind.__name__}.{name}"


def test_every_method_that_reads_is_called_too() -> None:
    assert set(methods()) - HANDS_ON == set(READING_METHODS)


@pytest.mark.parametrize("name", sorted(READING_METHODS))
def test_no_method_takes_long(name: str) -> None:
    for text in texts(name):
        begun = time.thread_time()
        try:
            READING_METHODS[name](text)
        except UserError as refused:
            assert refused.message.strip()
        assert (time.thread_time() - begun) * 1000 <= MOST_MS
