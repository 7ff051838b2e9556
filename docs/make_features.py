"""List the features with their files, from the code: ``python -m docs.make_features``.

It writes ``docs/features.md``. A test fails when that page isn't current.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from bot import manifest
from bot.features import FEATURES, Feature
from scheduled.clock.scheduler import EACH_MINUTE, NIGHTLY, Job
from storage.database.engine import Database, open_database
from views.blockkit import ids

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("features.md")

FLOORS = ("handlers", "scheduled", "services", "views", "storage", "domain")

_TITLE = """# Features

`python -m docs.make_features` writes this page from [bot/features.py](../bot/features.py) and the
folders. Each feature may use the features below it. For where new code goes, see
[CONTRIBUTING.md](../CONTRIBUTING.md).
"""
_SHARED_TITLE = """
## Shared by all features

"""
_SHARED = frozenset(
    {"blockkit", "clock", "core", "database", "dates", "delivery", "drawing", "outbox", "pages"}
    | {"schema", "slack", "text"}
)
"""Rooms that belong to no feature."""

_OWNERS = {"customer_page": "customers"}
"""Files outside the rooms, and the feature that each belongs to."""

_EVENTS = {
    "app_home_opened": "opening *Home*",
    "app_mention": "mentioning the bot",
    "file_shared": "dropping a file",
    "message": "posting, editing or deleting a message",
    "reaction_added": "adding a reaction",
    "reaction_removed": "removing a reaction",
}


def page() -> str:
    """Return the text of ``docs/features.md``."""
    listed = {feature.name for feature in FEATURES}
    unlisted = [Feature(name) for name in sorted(set(_rooms()) - listed - _SHARED)]
    return (
        _TITLE
        + "".join(f"\n{_section(feature)}" for feature in (*FEATURES, *unlisted))
        + _SHARED_TITLE
        + "".join(
            f"- {', '.join(map(_link, paths))}: {_about(name)}\n"
            for name, paths in _rooms().items()
            if name in _SHARED
        )
    )


def _section(feature: Feature) -> str:
    lines = [
        ("What people do", _joined(_what_people_do(feature))),
        ("Code", _joined(map(_link, [*_rooms().get(feature.name, []), *_listeners(feature)]))),
        ("Tables", _joined(f"`{name}`" for name in _tables(feature.name))),
        ("Jobs", _joined(_job(job) for job in feature.scheduled.jobs(_database()))),
        ("Messages", _joined(f"`{name}`" for name in feature.scheduled.templates)),
        ("Runs when others change something", _joined(_subscribers(feature))),
        ("Tests", _joined(map(_link, _tests(feature.name)))),
    ]
    told = "".join(f"- **{what}:** {words}\n" for what, words in lines if words)
    return f"## {feature.name}\n{_about(feature.name)}\n\n{told}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _link(path: str) -> str:
    return f"[{path}](../{path})"


@cache
def _rooms() -> dict[str, list[str]]:
    """Return the paths of each room by its name, from the top floor to the lowest."""
    found: dict[str, list[str]] = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).iterdir()):
            is_room = path.suffix == ".py" or (path / "__init__.py").exists()
            if is_room and path.name not in ("__init__.py", "migrations"):
                found.setdefault(_OWNERS.get(path.stem, path.stem), []).append(
                    f"{floor}/{path.name}"
                )
    return found


def _listeners(feature: Feature) -> list[str]:
    """Return the handler files that a feature has outside its room."""
    paths = [register.__module__.replace(".", "/") + ".py" for register in feature.listeners]
    inside = tuple(_rooms().get(feature.name, ()))
    return [path for path in paths if not path.startswith(inside)]


def _about(name: str) -> str:
    """Return what a room's first docstring says, from the services down to other floors."""
    order = ("services", "domain", "storage", "views", "handlers", "scheduled")
    paths = sorted(_rooms()[name], key=lambda path: order.index(path.partition("/")[0]))
    path = ROOT / paths[0]
    text = (path / "__init__.py" if path.is_dir() else path).read_text("utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


def _handler_files(feature: Feature) -> Iterator[Path]:
    for room in [*_rooms().get(feature.name, ()), *_listeners(feature)]:
        if room.startswith("handlers/"):
            path = ROOT / room
            yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _what_people_do(feature: Feature) -> Iterator[str]:
    """Yield the commands, shortcuts and events that a feature's handlers listen to."""
    for path in _handler_files(feature):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from _heard(node.func.attr, [_value(one) for one in node.args])


def _heard(kind: str, arguments: list[str]) -> Iterator[str]:
    name = arguments[0] if arguments else ""
    if name.startswith("/") and kind in ("command", "subcommand"):
        yield f"`{' '.join(arguments[: 2 if kind == 'subcommand' else 1])}`"
    elif kind == "shortcut" and name in _shortcuts():
        yield f"*{_shortcuts()[name]}* in a menu"
    elif kind == "event" and name in _EVENTS:
        yield _EVENTS[name]


def _value(node: ast.expr) -> str:
    """Return the text of a constant, whether it is written out or one of ``views.blockkit.ids``."""
    if isinstance(node, ast.Attribute) and dotted(node).startswith("ids."):
        return str(getattr(ids, node.attr, ""))
    if isinstance(node, ast.Tuple) and node.elts:
        return _value(node.elts[0])  # the first word of several is the one that is shown
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def dotted(node: ast.AST) -> str:
    """Return the name that an expression such as ``ids.HOME`` spells, or an empty text."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _shortcuts() -> dict[str, str]:
    known = manifest.load()["features"]["shortcuts"]
    return {one["callback_id"]: one["name"] for one in known}


def _tables(name: str) -> list[str]:
    rooms = [ROOT / room for room in _rooms().get(name, ()) if room.startswith("storage/")]
    texts = [path.read_text("utf-8") for room in rooms for path in sorted(room.rglob("*.py"))]
    return [table for text in texts for table in re.findall(r'__tablename__ = "(\w+)"', text)]


@cache
def _database() -> Database:
    return open_database("sqlite:///never-opened.db")


def _job(job: Job) -> str:
    when = {EACH_MINUTE: "each minute", NIGHTLY: "at night"}.get(job.trigger)
    return f"`{job.name}` ({when or str(job.trigger).replace('interval', 'every ')})"


def _subscribers(feature: Feature) -> Iterator[str]:
    for one in feature.subscribers:
        path = one.__module__.replace(".", "/") + ".py"
        yield f"`{one.__name__}` in {_link(path)}"


def _tests(name: str) -> list[str]:
    """Return a feature's test rooms, and the scenarios that bear its name."""
    stems = {name, name.removesuffix("s")}
    found = []
    for path in sorted((ROOT / "tests").glob("*/*")):
        if path.parent.name == "support":
            continue
        stem = path.stem.removeprefix("test_")
        is_own = stem == name or (
            stem not in _rooms() and any(stem.startswith(f"{one}_") for one in stems)
        )
        if is_own and (path.suffix == ".py" or (path / "__init__.py").exists()):
            found.append(path.relative_to(ROOT).as_posix())
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
