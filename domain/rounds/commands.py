"""What people type after /score round and /linchpin round."""

import re
from dataclasses import dataclass
from datetime import timedelta

from domain.core.errors import InvalidInput
from domain.text.words import check_length, parse_reference, straighten
from domain.workspace import GroupMention

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|@?([^<>]*))?>")
_BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^<>]*)?>|@(channel|here|everyone)\b")
_LASTS = re.compile(
    r"(?:\b(?:for|in|within)\s+)?\b(\d{1,3})\s*(h|hours?|d|days?|w|weeks?)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"#?([1-9][0-9]{0,8})")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_HANDLE = re.compile(r"(?<![^\s,;])@([^\s,;@]+)")
_MAX_HANDLE_CHARS = 60
_MOST_CHARS = 4000

SCORE_FORM = "/score round"
BALLOT_FORM = "/linchpin round"


@dataclass(frozen=True, slots=True)
class RoundInput:
    """A round in words: ideas by number, people by Slack id, user groups, and how long it lasts if
    said. ``form`` is the command that opens the form of such a round."""

    numbers: tuple[int, ...] = ()
    user_ids: tuple[str, ...] = ()
    lasts: timedelta | None = None
    groups: tuple[GroupMention, ...] = ()
    form: str = SCORE_FORM

    @property
    def is_whole(self) -> bool:
        """True when it can start without a form."""
        return bool(self.numbers and self.user_ids)


def parse_round(text: str, form: str = SCORE_FORM) -> RoundInput:
    """The round that words such as ``I-12 I-15 <@U1> @pm for 3 days`` spell.

    A name that Slack sent as it was typed is taken for a user group's. Raises InvalidInput for
    whole channels and what is no number of an idea.
    """
    check_length(text, _MOST_CHARS, f"{form} I-12 I-15 @pm @eng for 3 days")
    _refuse_crowds(text, form)
    text = straighten(text)
    user_ids = tuple(dict.fromkeys(_PERSON.findall(text)))
    rest = _PERSON.sub(" ", text)
    groups = [GroupMention(*one) for one in dict(_GROUP.findall(rest)).items()]
    rest = _GROUP.sub(" ", rest)
    groups += [GroupMention("", handle) for handle in dict.fromkeys(_HANDLE.findall(rest))]
    rest = _HANDLE.sub(" ", rest)
    lasts = _LASTS.search(rest)
    rest = _LASTS.sub(" ", rest)
    numbers = [_idea(word, form) for word in re.split(r"[\s,;]+", rest) if _means_something(word)]
    known = tuple(GroupMention(one.group_id, one.handle[:_MAX_HANDLE_CHARS]) for one in groups)
    return RoundInput(tuple(dict.fromkeys(numbers)), user_ids, _length(lasts), known, form)


def _refuse_crowds(text: str, form: str) -> None:
    if _BROADCAST.search(text):
        raise InvalidInput(
            "A round asks people by name, so that each has a say of their own. "
            f"Name them or their user group, or choose people in the form: {form}"
        )


def _idea(word: str, form: str) -> int:
    reference = parse_reference(word.strip("#"))
    if reference is not None and reference.kind == "I":
        return reference.number
    number = _NUMBER.fullmatch(word)
    if number:
        return int(number[1])
    raise InvalidInput(
        f"“{word[:60]}” is not the number of an idea: those look like I-12. "
        f"Write a round as: {form} I-12 I-15 @pm @eng for 3 days"
    )


def _means_something(word: str) -> bool:
    return bool(word) and word.casefold() not in ("and", "with", "for", "&")


def _length(found: re.Match[str] | None) -> timedelta | None:
    return int(found[1]) * _UNITS[found[2][0].lower()] if found else None
