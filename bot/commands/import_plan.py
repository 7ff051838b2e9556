"""How ``linchpin import`` reads a file: what was asked for, what was guessed, what is in doubt."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from domain.core.errors import InvalidInput
from domain.imports.choices import importance_named, status_named
from domain.imports.fields import FIELDS, Field, Kind, Origin
from domain.imports.mapping.guess import mapped
from domain.imports.plans import Doubt, Plan
from domain.imports.reading.encodings import encoding_label, encoding_named
from domain.imports.reading.moments import NumberStyle
from domain.imports.reading.records import Record
from domain.imports.seen import Look, Seen
from domain.text.folding import fold
from services.imports.files import guessed, sample_of

_ANY = "*"
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def wished_plan(file: BinaryIO, args: Namespace) -> tuple[Plan, list[Record]]:
    """Return how a file is read by what was asked for, and its first records.

    Raises InvalidInput for an option that cannot be met.
    """
    encoding = encoding_named(args.encoding) if args.encoding else None
    kind = Kind(args.kind) if args.kind else None
    plan = mapped(guessed(file, kind, _origin(args), encoding), _pairs(args.map, "--map"))
    if args.dates:
        plan = replace(plan, day_first=args.dates == "day-first").settled(Doubt.DAY_ORDER)
    if args.yes:
        plan = plan.settled(*Doubt)
    return _with_choices(plan, args), sample_of(file, plan)


def tell_plan(path: Path, plan: Plan, sample: Sequence[Record]) -> None:
    """Say how a file is read, with some values of each column, on stderr."""
    say(
        f"{path.name}: {plan.kind}, from {plan.origin.label}, {encoding_label(plan.encoding)}, "
        f"{_DELIMITERS[plan.delimiter]}-separated"
        + (f", {plan.title_lines} lines above the table skipped" if plan.title_lines else "")
        + ("" if plan.has_header else ", no header row")
    )
    look = Look(plan)
    for _record in look.through(sample):
        pass
    seen = look.seen()
    for field in FIELDS[plan.kind]:
        for place in plan.places(field):
            values = " | ".join(seen.values.get(place, ()))
            say(f"  {plan.headers[place]} -> {field.value}" + (f": {values}" if values else ""))
    for sentence in _values_told(plan, seen):
        say(f"  {sentence}")
    if plan.left_out:
        say(f"  not imported: {', '.join(plan.left_out)}")


def doubts_told(plan: Plan) -> str:
    """Say what has to be decided before a file is imported."""
    order = "day" if plan.day_first else "month"
    told = {
        Doubt.ENCODING: "The file doesn't say how it is encoded. If the values above look right, "
        f"add --encoding {plan.encoding}; otherwise name another encoding.",
        Doubt.DAY_ORDER: "The dates don't say whether the day or the month comes first. "
        f"Add --dates day-first or --dates month-first (guessed: {order} first).",
    }
    sentences = [told[one] for one in plan.doubts]
    return " ".join(["Nothing was imported.", *sentences, "Or accept the guesses with --yes."])


def say(sentence: str) -> None:
    """Write a line to stderr."""
    sys.stderr.write(f"{sentence}\n")


def _values_told(plan: Plan, seen: Seen) -> list[str]:
    told = []
    if seen.date is not None:
        how = "" if plan.numbers is NumberStyle.NONE else f" ({plan.numbers.label})"
        told.append(f"dates: {seen.date[0]} is {seen.date[1]}{how}")
    for what, mappings in (("status", seen.statuses), ("importance", seen.importances)):
        for one in mappings:
            sign = "" if one.is_known else f" (not known; set it with --{what})"
            told.append(f"{what}: {one.word} becomes {one.becomes}{sign}")
    if plan.status_hint is not None and Field.STATUS not in plan.columns:
        header = plan.headers[plan.status_hint]
        told.append(f"{header} is left out, but what is shipped or declined there stays so")
    return told


def _with_choices(plan: Plan, args: Namespace) -> Plan:
    for word, chosen in _pairs(args.status, "--status"):
        status = status_named(chosen)
        if word.strip() == _ANY:
            plan = replace(plan, unknown_status=status)
        else:
            plan = replace(plan, statuses={**plan.statuses, fold(word): status})
    for word, chosen in _pairs(args.importance, "--importance"):
        importance = importance_named(chosen)
        if word.strip() == _ANY:
            plan = replace(plan, unknown_importance=importance)
        else:
            plan = replace(plan, importances={**plan.importances, fold(word): importance})
    return plan


def _origin(args: Namespace) -> Origin | None:
    typed = getattr(args, "from")
    if not typed:
        return None
    for origin in Origin:
        if fold(typed) in (fold(origin.value), fold(origin.label)):
            return origin
    known = ", ".join(origin.value for origin in Origin)
    raise InvalidInput(f"Unknown program “{typed}”. Use one of: {known}.")


def _pairs(typed: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    found = []
    for one in typed or ():
        left, sign, right = one.rpartition("=")
        if not sign:
            raise InvalidInput(f"{option} {one!r} has no =. Write it as WORD=VALUE.")
        found.append((left, right))
    return found
