"""List the packages of a production install with their licences: ``python -m docs.make_licences``.

It reads what is installed, asks nobody, and writes ``docs/licences.md``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

PAGE = Path(__file__).with_name("licences.md")

_TITLE = """# What Linchpin is installed with

Every package of a production install (`pip install .` on Linux), with its licence as its own
metadata states it. `python -m docs.make_licences` writes this page. A test fails if a package is
missing or no longer installed, or if a licence is one we haven't checked.

| package | licence | needed by |
|---|---|---|
"""

_TAIL = """
Shipped within the program itself: Board Sans, made from Inter, Noto Sans Arabic and Hebrew, and
Noto Emoji (SIL Open Font License 1.1, [views/drawing/fonts](../views/drawing/fonts/README.md)), and
the vocabulary of all-MiniLM-L6-v2 (Apache-2.0,
[services/similarity/model](../services/similarity/model/README.md)).
"""

_KNOWN = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "isc": "ISC",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl-2.0": "MPL-2.0",
    "the mit license (mit)": "MIT",
}

_TEXTS = {
    "MIT": "Permission is hereby granted, free of charge, to any person obtaining a copy of this "
    'software and associated documentation files (the "Software"), to deal in the Software without '
    "restriction",
}

ALLOWED = frozenset(
    {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MPL-2.0"}
    | {"MIT-0", "PSF-2.0", "0BSD", "Zlib", "CC0-1.0", "Unlicense"}
)
"""Licences that allow what we do: to install the package, unchanged, beside the program."""


@dataclass(frozen=True)
class Package:
    """An installed package: its name, its licence as an SPDX expression, and who wants it."""

    name: str
    licence: str
    wanted_by: tuple[str, ...]


def installed(root: str = "linchpin") -> list[Package]:
    """What a production install brings, the program itself left out, by name."""
    wanted: dict[str, set[str]] = {}
    queue = [(root, frozenset[str]())]
    seen = set(queue)
    while queue:
        name, extras = queue.pop()
        for requirement in _requirements(distribution(name), extras):
            found = _plain(requirement.name)
            wanted.setdefault(found, set()).add(name)
            step = (found, frozenset(requirement.extras))
            if step not in seen:
                seen.add(step)
                queue.append(step)
    return [
        Package(name, licence_of(distribution(name)), tuple(sorted(by)))
        for name, by in sorted(wanted.items())
    ]


def licence_of(found: Distribution) -> str:
    """The licence of a package as an SPDX expression, or as its metadata words it."""
    facts = found.metadata
    expression = facts.get("License-Expression")
    if expression:
        return str(expression)
    classes = [
        text.rpartition(" :: ")[2]
        for text in facts.get_all("Classifier") or []
        if text.startswith("License :: OSI Approved ::")
    ]
    words = classes[0] if classes else str(facts.get("License") or "").partition("\n")[0]
    words = words or _by_its_text(found) or "unknown"
    return _KNOWN.get(words.strip().casefold(), words.strip())


def _by_its_text(found: Distribution) -> str:
    """The licence whose text a package carries, where its metadata names none."""
    for name in found.metadata.get_all("License-File") or []:
        text = " ".join((found.read_text(f"licenses/{name}") or "").split())
        for licence, words in _TEXTS.items():
            if words in text:
                return licence
    return ""


def page(packages: list[Package]) -> str:
    """The text of ``docs/licences.md``."""
    rows = [f"| {one.name} | {one.licence} | {', '.join(one.wanted_by)} |\n" for one in packages]
    return _TITLE + "".join(rows) + _TAIL


def licences_in(expression: str) -> set[str]:
    """The single licences of an SPDX expression."""
    return {one for one in re.split(r"[\s()]+|\bAND\b|\bOR\b", expression) if one}


def _requirements(found: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in found.requires or []:
        requirement = Requirement(text)
        marker = requirement.marker
        wanted = marker is None or any(marker.evaluate({"extra": one}) for one in ("", *extras))
        if wanted and _is_installed(requirement.name):
            yield requirement


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    PAGE.write_text(page(installed()), encoding="utf-8")
