"""Customers whose names are so alike that they may be one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.text.labels import fold_name

_ALIKE = 0.88
_WORD = 0.8
_MOST_COMPARED = 400
_FORM_WORDS = (
    "ab ag aps as asa bv co company corp corporation eg gmbh group holding inc incorporated kft "
    "kg lda limited llc llp ltd mbh nv oy oyj plc pty pvt sa sarl sas sca se sl spa srl the ug"
)
_FORMS = frozenset(_FORM_WORDS.split())
"""Words of a company's name that only say what kind of company it is."""


@dataclass(frozen=True, slots=True)
class Name:
    """A customer's name to compare, with how much it said: the one with more survives."""

    id: int
    name: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that may be one, by row id; ``into_id`` would survive."""

    id: int
    into_id: int
    reason: str


def core_of(name: str) -> str:
    """What makes a company's name its own: without accents, signs and words like *GmbH*."""
    plain = unicodedata.normalize("NFKD", fold_name(name))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)\.(?=\w\b)", "", bare))
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)


def likely_duplicates(names: Sequence[Name], apart: Iterable[tuple[int, int]]) -> list[Pair]:
    """Pairs of names that may be one customer, those that are the same but for their form first.

    Names are compared with those that begin with the same two letters; a pair in ``apart`` (the
    lower id first) is left out.
    """
    known_apart = set(apart)
    blocks: dict[str, list[tuple[str, Name]]] = {}
    for one in names:
        core = core_of(one.name)
        if core:
            blocks.setdefault(core[:2], []).append((core, one))
    found = []
    for block in blocks.values():
        ordered = sorted(block, key=lambda pair: (pair[0], pair[1].id))[:_MOST_COMPARED]
        for place, (core, one) in enumerate(ordered):
            for other_core, other in ordered[place + 1 :]:
                if (min(one.id, other.id), max(one.id, other.id)) in known_apart:
                    continue
                closeness = _closeness(core, other_core)
                if closeness >= _ALIKE:
                    found.append((closeness, _pair(one, other, closeness)))
    found.sort(key=lambda item: (-item[0], item[1].into_id, item[1].id))
    return [pair for _closeness_of, pair in found]


def _closeness(one: str, other: str) -> float:
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return 1.0
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 5 or len(shorter) < len(longer) * 0.7:
        return 0.0
    words = list(zip(one.split(), other.split(), strict=False))
    if len(one.split()) == len(other.split()) and min(_ratio(*pair) for pair in words) < _WORD:
        return 0.0  # Acme East and Acme West are two
    return _ratio(one, other)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _pair(one: Name, other: Name, closeness: float) -> Pair:
    into, double = (
        (one, other) if (one.weight, -one.id) >= (other.weight, -other.id) else (other, one)
    )
    reason = "the same name in another form" if closeness == 1.0 else "names that differ little"
    return Pair(double.id, into.id, reason)
