"""One broken rule, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule broken at a JSON pointer, in Slack's words. `code` is Slack's class of failure."""

    pointer: str
    message: str
    code: str = "failed_constraint"

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"
