"""Doors by which feedback comes in, and what each channel does with them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.text.words import check_text

MOST_QUESTIONS = 5
MOST_CHOICES = 20
MOST_QUESTION_CHARS = 150
MOST_CHOICE_CHARS = 75
"""What Slack shows of an option."""


class CaptureMethod(StrEnum):
    """A way in that a channel can open or close."""

    EMOJI = "emoji"
    MENTION = "mention"
    SHORTCUT = "shortcut"
    COMMAND = "command"
    INTAKE = "intake"


class Confirm(StrEnum):
    """Where a channel's people are told that something was saved."""

    PRIVATE = "private"
    THREAD = "thread"
    NONE = "none"


USUALLY_OPEN = frozenset(
    {CaptureMethod.EMOJI, CaptureMethod.MENTION, CaptureMethod.SHORTCUT, CaptureMethod.COMMAND}
)
"""What is open in a channel for which nobody has set anything."""

OF_REQUEST = {
    "reaction": CaptureMethod.EMOJI,
    "mention": CaptureMethod.MENTION,
    "intake": CaptureMethod.INTAKE,
    "command": CaptureMethod.COMMAND,
}
"""The doors through which feedback is saved without a form, by the door of the request."""


@dataclass(frozen=True, slots=True)
class Question:
    """A channel's own question; with choices one of them is the answer, without it is text."""

    id: int
    text: str
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """What a channel does with feedback.

    ``connected_name`` is the other organisation of a channel shared by Slack Connect, and
    ``connected_problem`` why its name is not known: ``several`` of them, or Slack's word.
    ``set_by`` is None while nobody has set anything. ``asks`` is how many questions its form has.
    """

    id: int
    channel_id: str
    doors: frozenset[CaptureMethod] = USUALLY_OPEN
    customer: str | None = None
    area: str | None = None
    importance: Importance | None = None
    confirm: Confirm = Confirm.PRIVATE
    intake_since: datetime | None = None
    confirmed_up_to: int = 0
    link_base: str | None = None
    connected_team_id: str | None = None
    connected_name: str | None = None
    connected_problem: str | None = None
    set_by: str | None = None
    asks: int = 0

    def is_open(self, door: CaptureMethod) -> bool:
        """True when feedback may come in by ``door``."""
        return door in self.doors


@dataclass(frozen=True, slots=True)
class Defaults:
    """What feedback of a channel is filed under when nobody says otherwise."""

    customer: str | None = None
    area: str | None = None
    importance: Importance | None = None


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question as typed in the form: its words, its choices a line each."""

    text: str
    choices: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A channel's rule as a person fills it in."""

    doors: frozenset[CaptureMethod]
    customer: str | None = None
    area: str | None = None
    importance: Importance | None = None
    confirm: Confirm = Confirm.PRIVATE
    questions: tuple[TypedQuestion, ...] = ()


def usual(channel_id: str) -> ChannelRule:
    """The rule of a channel for which nobody has set anything."""
    return ChannelRule(0, channel_id)


def read_questions(typed: Sequence[TypedQuestion]) -> tuple[Question, ...]:
    """The questions that were typed, without the empty ones; their ids are 0.

    Raises InvalidInput, bound to ``question_1`` ... or ``choices_1`` ..., for one that is too long,
    comes twice, or has a single choice, too many or too long ones.
    """
    found: list[Question] = []
    for place, one in enumerate(typed, start=1):
        if not one.text.strip():
            if one.choices.strip():
                raise InvalidInput(
                    "These answers have no question. Write it above, or empty this field.",
                    field=f"choices_{place}",
                )
            continue
        question = _question(one, place)
        if question.text.casefold() in {known.text.casefold() for known in found}:
            raise InvalidInput("This question is asked already.", field=f"question_{place}")
        found.append(question)
    return tuple(found)


def _question(typed: TypedQuestion, place: int) -> Question:
    field = f"question_{place}"
    text = " ".join(check_text(typed.text, what="question", field=field).split())
    if len(text) > MOST_QUESTION_CHARS:
        raise InvalidInput(
            f"A question has at most {MOST_QUESTION_CHARS} characters; this one has {len(text)}.",
            field=field,
        )
    return Question(0, text, _choices(typed.choices, f"choices_{place}"), typed.is_required)


def _choices(typed: str, field: str) -> tuple[str, ...]:
    lines = [" ".join(line.split()) for line in re.split(r"[\r\n]+", typed)]
    choices = tuple(dict.fromkeys(line for line in lines if line))
    if not choices:
        return ()
    check_text(typed, what="list of answers", field=field)
    if len(choices) == 1:
        raise InvalidInput(
            "Write at least two answers to choose from, each on a line of its own, or none for a "
            "question that is answered in words.",
            field=field,
        )
    if len(choices) > MOST_CHOICES:
        raise InvalidInput(
            f"At most {MOST_CHOICES} answers can be offered; these are {len(choices)}.",
            field=field,
        )
    for one in choices:
        if len(one) > MOST_CHOICE_CHARS:
            raise InvalidInput(
                f"An answer to choose has at most {MOST_CHOICE_CHARS} characters; “{one[:20]}…” "
                f"has {len(one)}.",
                field=field,
            )
    return choices


@dataclass(frozen=True, slots=True)
class ChannelLost:
    """A channel where nothing can be posted any longer; ``reason`` is a sentence, ``key`` what
    made it known."""

    channel_id: str
    reason: str
    key: str
