"""What people type after /score round."""

import re
from dataclasses import dataclass
from datetime import timedelta

from domain.errors import InvalidInput
from domain.user_groups import GroupMention
from domain.words import parse_reference

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|(@?[^<>]*))?>")
_BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^<>]*)?>|@(channel|here|everyone)\b")
_LASTS = re.compile(
    r"(?:\b(?:for|in|within)\s+)?\b(\d{1,3})\s*(h|hours?|d|days?|w|weeks?)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"#?([1-9][0-9]{0,8})")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_IN_FORM = "or choose people in the form: /score round"


@dataclass(frozen=True, slots=True)
class RoundWish:
    """A round in words: ideas by number, people and user groups by Slack id, and how long it lasts
    if said."""

    numbers: tuple[int, ...] = ()
    user_ids: tuple[str, ...] = ()
    lasts: timedelta | None = None
    groups: tuple[GroupMention, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True when it can start without a form."""
        return bool(self.numbers and self.user_ids)


def parse_round(text: str) -> RoundWish:
    """The round that words such as ``I-12 I-15 <@U1> for 3 days`` spell.

    Raises InvalidInput for whole channels, names that Slack did not turn into a person, and what
    is no number of an idea.
    """
    _refuse_crowds(text)
    user_ids = tuple(dict.fromkeys(_PERSON.findall(text)))
    named = dict(_GROUP.findall(text))
    groups = tuple(GroupMention(one, label[:60] or "that group") for one, label in named.items())
    rest = _GROUP.sub(" ", _PERSON.sub(" ", text))
    lasts = _LASTS.search(rest)
    rest = _LASTS.sub(" ", rest)
    numbers = [_idea(word) for word in re.split(r"[\s,;]+", rest) if _means_something(word)]
    return RoundWish(tuple(dict.fromkeys(numbers)), user_ids, _length(lasts), groups)


def _refuse_crowds(text: str) -> None:
    if _BROADCAST.search(text):
        raise InvalidInput(
            "A round asks people by name, so that each has a say of their own. "
            f"Name them or their user group, {_IN_FORM}"
        )


def _idea(word: str) -> int:
    reference = parse_reference(word.strip("#"))
    if reference is not None and reference.kind == "I":
        return reference.number
    number = _NUMBER.fullmatch(word)
    if number:
        return int(number[1])
    if word.startswith("@"):
        raise InvalidInput(
            f"I do not know who {word[:60]} is. Choose the person from the list that Slack shows "
            f"while you type, {_IN_FORM}"
        )
    raise InvalidInput(
        f"“{word[:60]}” is not the number of an idea: those look like I-12. "
        "Write a round as: /score round I-12 I-15 @pm @eng for 3 days"
    )


def _means_something(word: str) -> bool:
    return bool(word) and word.casefold() not in ("and", "with", "for", "&")


def _length(found: re.Match[str] | None) -> timedelta | None:
    return int(found[1]) * _UNITS[found[2][0].lower()] if found else None
