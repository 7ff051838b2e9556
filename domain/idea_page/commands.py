"""What people type after /idea."""

import re
from dataclasses import dataclass

from domain.core.errors import InvalidInput
from domain.ideas.commands import DASHES, parse_target
from domain.ideas.model import MAX_TITLE_CHARS, Horizon, Status
from domain.merging.commands import MergeIdea, UnmergeIdea, parse_merging
from domain.objectives.commands import ServeObjectives, parse_serving
from domain.roadmap.plan_commands import PlanCommand, parse_plan_command
from domain.text.words import asks_for_help, nearest, parse_reference, straighten

_TITLE_FROM_TEXT_CHARS = 100


@dataclass(frozen=True, slots=True)
class FileIdea:
    """File an idea with this title, and a description when more was typed than a title."""

    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ShowIdea:
    """Open an idea's page."""

    number: int


@dataclass(frozen=True, slots=True)
class EditIdea:
    """Open an idea's form."""

    number: int


@dataclass(frozen=True, slots=True)
class MoveIdea:
    """Move an idea to a status or a horizon; ``reason`` says why it is declined."""

    number: int
    target: Status | Horizon
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LinkFeedback:
    """Add a piece of feedback to an idea as evidence."""

    number: int
    feedback_number: int


@dataclass(frozen=True, slots=True)
class AskWhy:
    """Explain the rank of an idea."""

    number: int


@dataclass(frozen=True, slots=True)
class AskUsage:
    """Show how the command is used."""


IdeaCommand = (
    FileIdea
    | ShowIdea
    | EditIdea
    | MoveIdea
    | LinkFeedback
    | AskWhy
    | AskUsage
    | MergeIdea
    | UnmergeIdea
    | PlanCommand
    | ServeObjectives
)

_PAGE_WORDS = frozenset({"show", "details", "detail", "view", "page", "info"})
_OPENING = re.compile(
    rf"(?P<kind>[FIODTR]?)(?P<gap>\s*[{DASHES}#]?\s*)(?P<number>0*[1-9][0-9]{{0,8}})"
    r"(?=[\s:,;.!?]|$)[:,;.]?\s*",
    re.IGNORECASE,
)
_WHY = re.compile(
    rf"why(?:\s+is)?\s+i\s*[{DASHES}#]?\s*(?P<number>0*[1-9][0-9]{{0,8}})\s*\??", re.IGNORECASE
)
_NUMBER_LIKE = re.compile(rf"[FIODTR#{DASHES}]?\s*[{DASHES}#]?\s*[0-9]+", re.IGNORECASE)
_DECLINED = re.compile(
    r"^(?:(?:is|as|mark as|move to)\s+)?"
    r"(?:declined?|reject(?:ed)?|won'?t\s+do|wontfix|won'?t\s+fix)(?=\W|$)"
    rf"[\s:,;.{DASHES}]*(?:(?:because(?:\s+of)?|since|due\s+to)(?=\W|$)[\s:,]*)?(?P<reason>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PLACES = (*(status.label for status in Status.settable()), *(horizon.label for horizon in Horizon))
_QUOTES = "\"'"


def parse_idea_command(text: str) -> IdeaCommand | None:
    """Return what the text after /idea asks for, or None when there is none.

    Case, curly quotes, kinds of dash and a missing dash do not matter. A text that begins with an
    idea's number is never a title: raises InvalidInput with the nearest thing it may mean.
    """
    typed = _unquoted(text.strip())
    if not typed:
        return None
    if asks_for_help(typed):
        return AskUsage()
    if asked := _WHY.fullmatch(straighten(typed)):
        return AskWhy(int(asked["number"]))
    opening = _OPENING.match(straighten(typed))
    if opening is not None:
        return _of_reference(opening, typed)
    if _NUMBER_LIKE.fullmatch(straighten(typed)):
        raise InvalidInput(_no_number_of_an_idea(typed))
    return _titled(typed)


def _of_reference(opening: re.Match[str], typed: str) -> IdeaCommand:
    """Read what follows a number. Only ``I12`` and ``I-12`` are surely numbers of an idea: a title
    may begin with ``3 clicks`` or with ``F1``."""
    kind, rest = opening["kind"].upper(), typed[opening.end() :].strip()
    if kind not in ("", "I"):
        if rest:
            return _titled(typed)
        raise InvalidInput(_no_number_of_an_idea(typed))
    number = int(opening["number"])
    is_sure = kind == "I" and not re.search(r"\s", opening["gap"])
    asked = (
        _asked(number, rest)
        or parse_merging(number, rest)
        or parse_plan_command(number, rest, is_sure=is_sure)
    )
    if asked is not None:
        return asked
    if not is_sure:
        return _titled(typed)
    raise InvalidInput(_misunderstood(number, rest))


def _asked(number: int, rest: str) -> IdeaCommand | None:
    plain = straighten(rest).casefold()
    if not rest or plain in _PAGE_WORDS:
        return ShowIdea(number)
    if plain == "edit":
        return EditIdea(number)
    if plain.rstrip(" ?") == "why":
        return AskWhy(number)
    target = parse_target(rest)
    if target is not None:
        return MoveIdea(number, target)
    if declined := _DECLINED.match(straighten(rest)):
        reason = _unquoted(rest[declined.start("reason") :].strip())
        return MoveIdea(number, Status.DECLINED, reason or None)
    named = parse_reference(rest)
    if named is not None and named.kind == "F":
        return LinkFeedback(number, named.number)
    return parse_serving(number, f"serves {rest}" if named and named.kind == "O" else rest)


def _misunderstood(number: int, rest: str) -> str:
    shown = " ".join(rest.split())[:60]
    meant = nearest(shown, _PLACES)
    if meant is not None:
        return f"I do not know “{shown}”. Did you mean /idea I-{number} {meant.lower()}?"
    return (
        f"I do not know what to do with I-{number} and “{shown}”. "
        f"Type /idea I-{number} to open it, /idea I-{number} next to move it, or "
        f"/idea I-{number} by 2026-12-15 to date it."
    )


def _no_number_of_an_idea(typed: str) -> str:
    return (
        f"{typed[:60]} is not the number of an idea: those look like I-12. "
        "To file an idea under that title, type /idea alone and use the form."
    )


def _titled(typed: str) -> FileIdea:
    first, _, more = typed.partition("\n")
    title = " ".join(first.split())
    if len(title) <= MAX_TITLE_CHARS:
        return FileIdea(title, more.strip())
    short = title[:_TITLE_FROM_TEXT_CHARS].rsplit(" ", 1)[0]
    return FileIdea(f"{short}…", typed)


def _unquoted(text: str) -> str:
    plain = straighten(text)
    pair = len(plain) > 1 and plain[0] in _QUOTES and plain[-1] == plain[0]
    if pair and plain.count(plain[0]) == 2:
        return text[1:-1].strip()
    return text
