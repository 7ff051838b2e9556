"""What may follow a command, as the features registered it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import wraps

from domain.core.errors import InvalidInput
from domain.text.words import nearest, parse_reference, split_command
from handlers.slack import switches
from handlers.slack.interaction import Interaction, Listener

Subcommand = Callable[[Interaction, str], None]
"""Listens to a word after a command, and gets what follows the word as it was typed."""

Opener = Callable[[Interaction, int], None]
"""Opens what a short number such as ``O-2`` names."""


_HELP = "help"


@dataclass(frozen=True, slots=True)
class _Word:
    listener: Subcommand
    example: str
    is_alone: bool


class CommandWords:
    """What features listen to after one command, beside what the command itself reads."""

    def __init__(self, command: str) -> None:
        self.command = command
        self._words: dict[str, _Word] = {}
        self._openers: dict[str, Opener] = {}
        self._matching: list[tuple[Callable[[str], bool], Subcommand]] = []
        self._parsed: dict[type, Callable[..., None]] = {}

    @property
    def known(self) -> Collection[str]:
        """The words that are listened to."""
        return self._words.keys()

    @property
    def letters(self) -> Collection[str]:
        """The letters of the numbers that are opened."""
        return self._openers.keys()

    def add(
        self, words: Sequence[str], listener: Subcommand, *, alone: bool, example: str | None
    ) -> None:
        """Listen to words; the first one is their example unless another is given."""
        for word in words:
            if word in self._words:
                raise ValueError(f"Two listeners for {self.command} {word}.")
            self._words[word] = _Word(listener, example or word, alone)

    def add_opener(self, letter: str, opener: Opener) -> None:
        """Listen to numbers with a letter."""
        if letter in self._openers:
            raise ValueError(f"Two listeners for {self.command} {letter}-1.")
        self._openers[letter] = opener

    def add_matching(self, applies: Callable[[str], bool], listener: Subcommand) -> None:
        """Listen to text of a shape; the listener gets the whole text."""
        self._matching.append((applies, listener))

    def add_parsed(self, kind: type, listener: Callable[..., None]) -> None:
        """Listen to what the command itself read, by its class."""
        if kind in self._parsed:
            raise ValueError(f"Two listeners for {self.command} with {kind.__name__}.")
        self._parsed[kind] = listener

    def find(self, text: str) -> Listener | None:
        """Return the listener to what was typed after the command, None when it is nobody's."""
        reference = parse_reference(text)
        if reference is not None and reference.kind in self._openers:
            opener, number = self._openers[reference.kind], reference.number
            return checked(opener, number)
        verb, rest = split_command(text)
        word = self._words.get(verb)
        if word is not None and not (word.is_alone and rest):
            return checked(word.listener, rest)
        for applies, listener in self._matching:
            if applies(text):
                return checked(listener, text)
        return None

    def nearest(self, word: str) -> str | None:
        """Return an example of the known word most like ``word``, None when none is close."""
        found = nearest(word, self._words)
        return self._words[found].example if found else None

    def answer_parsed(self, interaction: Interaction, wish: object) -> None:
        """Let the feature that listens to it do what the command read.

        Raises InvalidInput when no feature does.
        """
        listener = self._parsed.get(type(wish))
        if listener is None:
            raise InvalidInput("This isn't available in this Linchpin.")
        checked(listener, wish)(interaction)

    def refuse(self, interaction: Interaction) -> None:
        """Show help when nothing was typed. Raises InvalidInput with a near word otherwise."""
        verb, _ = split_command(str(interaction.payload.get("text") or ""))
        if not verb and _HELP in self._words:
            self._words[_HELP].listener(interaction, "")
            return
        if not self._words:
            raise InvalidInput(f"{self.command} has nothing to offer in this Linchpin.")
        near = self.nearest(verb) or (_HELP if _HELP in self._words else min(self._words))
        raise InvalidInput(
            f"I do not know {self.command} {verb[:40]}. Did you mean {self.command} {near}?"
        )


def checked(listener: Callable[..., None], given: object) -> Listener:
    """Return a listener that does its work with what was ``given``, unless its feature is off."""

    def run(interaction: Interaction) -> None:
        switches.check(interaction, listener)
        listener(interaction, given)

    return run


def wordless(listener: Listener) -> Subcommand:
    """Return a subcommand that does not look at the words behind it."""

    @wraps(listener)  # it belongs to the listener's feature
    def run(interaction: Interaction, _rest: str) -> None:
        listener(interaction)

    return run
