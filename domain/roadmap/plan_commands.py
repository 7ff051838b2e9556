"""What people type after an idea's number about its plan: dates, promises, needs, history."""

import re
from dataclasses import dataclass

from domain.dates.date_parsing import are_dates, looks_like_dates
from domain.text.words import straighten


@dataclass(frozen=True, slots=True)
class DateIdea:
    """Set an idea's dates to what the words say."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class PromiseIdea:
    """Record what the words say that a customer was promised."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class WithdrawPromise:
    """Withdraw a promise, with a reason when one was typed."""

    promise_number: int
    because: str


@dataclass(frozen=True, slots=True)
class NeedIdeas:
    """Note that an idea needs others first, or with ``is_over`` that it needs them no longer."""

    number: int
    needed: tuple[int, ...]
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class AskHistory:
    """Show how an idea's dates and columns moved."""

    number: int


PlanCommand = DateIdea | PromiseIdea | WithdrawPromise | NeedIdeas | AskHistory

_DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
_PROMISED = re.compile(r"(?:was |is )?promised?(?=\s)\s*(?P<words>.*)", re.IGNORECASE | re.DOTALL)
_ONE = rf"i\s*[{_DASHES}#]?\s*0*[1-9][0-9]{{0,8}}"
_SEVERAL = rf"(?P<needed>{_ONE}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+){_ONE})*)"
_NEED = r"(?:needs?|depends? on|is blocked by|blocked by|requires?)"
_NEEDS = re.compile(rf"{_NEED}\s+{_SEVERAL}(?:\s+first)?", re.IGNORECASE)
_OVER = re.compile(
    rf"(?:no longer|doesn'?t|does not|not)\s+{_NEED}\s+{_SEVERAL}(?:\s+any ?more)?"
    rf"|{_NEED}\s+{_SEVERAL.replace('needed', 'needless')}\s+(?:no longer|no more)",
    re.IGNORECASE,
)
_WITHDRAW = re.compile(
    rf"(?:withdraw|take back)\s+p\s*[{_DASHES}#]?\s*(?P<number>0*[1-9][0-9]{{0,8}})"
    rf"[\s:,;.{_DASHES}]*(?:(?:because(?:\s+of)?|since|as)\s+)?(?P<because>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = re.compile(r"[0-9]+")
_HISTORY = frozenset({"history", "slips", "log"})


def parse_plan_command(number: int, rest: str, *, is_sure: bool) -> PlanCommand | None:
    """What the words after an idea's number ask of its plan, or None when it is nothing of that.

    Without ``is_sure`` the number may belong to a title, so that only whole dates are dates.
    """
    typed = straighten(rest).strip()
    if typed.casefold() in _HISTORY:
        return AskHistory(number)
    if over := _OVER.fullmatch(typed):
        return NeedIdeas(number, _numbers(over["needed"] or over["needless"]), is_over=True)
    if needs := _NEEDS.fullmatch(typed):
        return NeedIdeas(number, _numbers(needs["needed"]))
    if withdrawn := _WITHDRAW.fullmatch(typed):
        return WithdrawPromise(
            int(withdrawn["number"]), rest.strip()[withdrawn.start("because") :].strip()
        )
    if is_sure and (promised := _PROMISED.fullmatch(typed)):
        return PromiseIdea(number, rest.strip()[promised.start("words") :])
    if are_dates(typed) or (is_sure and looks_like_dates(typed)):
        return DateIdea(number, rest)
    return None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for one in _NUMBERS.findall(text)))
