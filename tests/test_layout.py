"""The house: how many files a room has, and who imports whom, read from the source."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("domain", "storage", "services", "views", "handlers", "scheduled")
PACKAGES = ("bot", "sandbox", *FLOORS)

MOST_ROOM_FILES = 12
MOST_CROSS_FEATURE_IMPORTS = 145
PLATFORM = {
    "domain": {"core", "text", "dates"},
    "storage": {"database", "outbox"},
    "services": {"outbox"},
    "views": {"blockkit", "drawing"},
    "handlers": {"slack"},
    "scheduled": {"clock", "delivery"},
}
"""What every feature may use and no feature is; on each floor it counts as one room."""

REGISTRIES = {"storage.schema"}
"""What knows every room's tables, so that they are known to the metadata."""


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the program by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """The modules of ours that each module imports, wherever the import stands in it."""
    return {
        name: frozenset(_imported(ast.parse(path.read_text("utf-8")))) - {name}
        for name, path in modules().items()
    }


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in modules())
        elif isinstance(node, ast.ImportFrom) and node.module in modules():
            for one in node.names:
                inner = f"{node.module}.{one.name}"
                yield inner if inner in modules() else node.module


def cycle(graph: Mapping[str, set[str] | frozenset[str]]) -> list[str]:
    """Return the nodes of a cycle, and nothing when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def room(module: str) -> str:
    """Return the room of a module: ``ideas`` for ``services.ideas.evidence``."""
    floor, name = module.split(".")[:2]
    return "platform" if name in PLATFORM[floor] else name


def crossings(floor: str) -> list[tuple[str, str]]:
    """Return the imports of a floor from one of its rooms into another."""
    return [
        (name, other)
        for name, imported in imports().items()
        for other in imported
        if name.startswith(f"{floor}.") and other.startswith(f"{floor}.")
        if not {name, other} & REGISTRIES and room(name) != room(other)
    ]


def test_no_room_has_too_many_files() -> None:
    """Floor roots hold the rooms and the features that are one file."""
    counted = Counter(
        path.parent
        for path in modules().values()
        if path.name != "__init__.py" and path.parent.parent != ROOT
    )
    crowded = {
        path.relative_to(ROOT).as_posix(): count
        for path, count in counted.items()
        if count > MOST_ROOM_FILES
    }
    assert crowded == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_rooms_of_a_floor_import_each_other_in_one_direction(floor: str) -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for name, other in crossings(floor):
        graph[room(name)].add(room(other))
    assert cycle(graph) == []


@pytest.mark.parametrize("floor", FLOORS)
def test_what_all_features_use_imports_no_feature(floor: str) -> None:
    assert [one for one in crossings(floor) if room(one[0]) == "platform"] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_takes_part_in_an_import_cycle(package: str) -> None:
    """Imports for type checking count too: they tie files together for whoever reads them."""
    graph = {
        name: {one for one in imported if one.startswith(f"{package}.")}
        for name, imported in imports().items()
        if name.startswith(f"{package}.")
    }
    assert cycle(graph) == []


def test_services_of_different_features_seldom_import_each_other() -> None:
    between_features = [one for one in crossings("services") if room(one[1]) != "platform"]
    assert len(between_features) < MOST_CROSS_FEATURE_IMPORTS
