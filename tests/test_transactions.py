"""Nothing that people type is parsed inside a transaction: everybody else waits for it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ("services", "storage", "domain")
OPENS = re.compile(r"\.(transaction|snapshot|reading)\(")
PARSES = re.compile(r"(parse|read|split)_|(check_zone|span_of|leading_day|as_saved|amount)$")
SHORT = {
    "parse_reference",  # looks at 60 characters at most
    "read_currency",  # looks three letters up
    "read_day",  # an ISO day of a date field
}
STORED = {("services.roadmap.shares.opened", "parse_view")}
"""Words that were read before they were stored."""

Place = tuple[str, str]
"""A function: its module and its name."""


class Program:
    """The functions of the lower floors, and what each of them calls."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self._imports: dict[str, dict[str, Place]] = {}
        self.functions: dict[Place, ast.FunctionDef] = {}
        for module, tree in trees.items():
            self._imports[module] = {
                one.asname or one.name: (node.module, one.name)
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module
                for one in node.names
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    self.functions[(module, node.name)] = node

    def calls(self, module: str, node: ast.AST) -> Iterator[Place]:
        """What a piece of code calls, also what it hands on to be called."""
        for one in ast.walk(node):
            if isinstance(one, ast.Name):
                place = self._imports[module].get(one.id, (module, one.id))
            elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                folder, name = self._imports[module].get(one.value.id, ("", ""))
                place = (f"{folder}.{name}", one.attr)
            else:
                continue
            if place in self.functions:
                yield place

    def reached(self, module: str, body: list[ast.stmt]) -> Iterator[tuple[Place, ...]]:
        """Each function that code may come to, with the way there."""
        seen: set[Place] = set()
        waiting = [(place,) for node in body for place in self.calls(module, node)]
        while waiting:
            way = waiting.pop()
            if way[-1] in seen:
                continue
            seen.add(way[-1])
            yield way
            inside = self.functions[way[-1]]
            waiting += [(*way, place) for place in self.calls(way[-1][0], inside)]


def program() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
    }


def parsed_inside(trees: dict[str, ast.Module]) -> set[str]:
    """The ways from inside a transaction to something that parses."""
    known = Program(trees)
    found: set[str] = set()
    for (module, name), function in known.functions.items():
        for node in ast.walk(function):
            opens = isinstance(node, ast.With) and any(
                OPENS.search(ast.unparse(item.context_expr)) for item in node.items
            )
            if not opens:
                continue
            assert isinstance(node, ast.With)
            for way in known.reached(module, node.body):
                where, parser = way[-1]
                is_parser = where.startswith("domain.") and PARSES.match(parser)
                if is_parser and parser not in SHORT and (f"{module}.{name}", parser) not in STORED:
                    found.add(" -> ".join([f"{module}.{name}", *(".".join(one) for one in way)]))
    return found


def test_nothing_is_parsed_inside_a_transaction() -> None:
    assert parsed_inside(program()) == set()


def test_what_is_parsed_inside_a_transaction_is_found_however_far_away() -> None:
    sources = {
        "services.late": "from services import deep\n"
        "def keep(database):\n with database.transaction() as session:\n  deep.go(session)\n",
        "services.deep": "from domain.dates.days import read_dates\n"
        "def go(session):\n helper(session)\n"
        "def helper(session):\n return map(read_dates, session)\n",
        "domain.dates.days": "def read_dates(text):\n return text\n",
    }
    [way] = parsed_inside({name: ast.parse(text) for name, text in sources.items()})
    assert way.startswith("services.late.keep") and way.endswith("domain.dates.days.read_dates")
