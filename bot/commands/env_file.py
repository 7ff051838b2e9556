"""The file ``.env``: values changed in place, everything else kept, readable by its owner alone."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkstemp

_NAME = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")
_PLAIN = re.compile(r"[A-Za-z0-9_.,:/@%+-]+")


def write(path: Path, values: Mapping[str, str]) -> None:
    """Set ``values`` in the file and keep its other lines; raises OSError when it can't be written.

    A name that stands there several times keeps its first line. The file is replaced whole, so a
    crash leaves the old one, and only its owner can read the new one.
    """
    target = path.resolve()  # a link stays a link
    text = target.read_text(encoding="utf-8") if target.is_file() else ""
    _replace(target, _with_values(text, values))


def is_private(path: Path) -> bool:
    """Return whether nobody but its owner can read the file."""
    return not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _with_values(text: str, values: Mapping[str, str]) -> str:
    lines: list[str] = []
    written: set[str] = set()
    for line in text.splitlines():
        found = _NAME.match(line)
        name = found.group(1) if found else ""
        if name not in values:
            lines.append(line)
        elif name not in written:
            lines.append(_line(name, values[name]))
            written.add(name)
    lines += [_line(name, value) for name, value in values.items() if name not in written]
    return "".join(f"{line}\n" for line in lines)


def _line(name: str, value: str) -> str:
    if _PLAIN.fullmatch(value):
        return f"{name}={value}"
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{name}='{escaped}'"


def _replace(target: Path, text: str) -> None:
    handle, name = mkstemp(dir=target.parent, prefix=".env-")  # mode 600 from the start
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
