"""What is known of the export of one product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from domain.ideas.model import Status
from domain.imports.fields import Field, Kind
from domain.imports.mapping.names import base_name, is_question


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns of a program's export, by folded names.

    A file that has all names of one of ``signs`` is the program's; ``first`` are names of which
    one opens the file. ``names`` are its own names of fields, the best first, and ``ignored`` say
    something else than they do elsewhere. ``ideas_by`` are columns that make its rows ideas.
    ``closed_means`` is what *closed* means there. ``asks`` is True for forms, whose other columns
    are questions, and ``spaced_tags`` where spaces separate tags.
    """

    kind: Kind
    signs: tuple[str, ...] = ()
    names: Mapping[Field, str] = field(default_factory=dict)
    ignored: str = ""
    first: str = ""
    ideas_by: str = ""
    closed_means: Status = Status.DECLINED
    asks: bool = False
    spaced_tags: bool = False

    def weight(self, headers: Sequence[str]) -> int:
        """How many of its signs a file has; 0 when it is not the program's."""
        names = {base_name(header) for header in headers}
        if self.first:
            is_first = bool(headers) and base_name(headers[0]) in _split(self.first)
            return int(is_first and any(map(is_question, headers)))
        return max(
            (len(_split(sign)) for sign in self.signs if names >= set(_split(sign))), default=0
        )

    def names_of(self, wanted: Field) -> tuple[str, ...]:
        """Its own names of a field."""
        return _split(self.names.get(wanted, ""))

    def ignores(self, header: str) -> bool:
        """Whether a column says something else than its name does elsewhere."""
        return base_name(header) in _split(self.ignored)

    def kind_of(self, headers: Sequence[str]) -> Kind:
        """What the rows of its file are."""
        is_ideas = any(base_name(header) in _split(self.ideas_by) for header in headers)
        return Kind.IDEAS if is_ideas else self.kind


@cache
def _split(names: str) -> tuple[str, ...]:
    return tuple(base_name(name) for name in names.split("|")) if names else ()
