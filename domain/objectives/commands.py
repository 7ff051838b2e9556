"""What people type after an idea's number about the objectives that it serves."""

import re
from dataclasses import dataclass

from domain.text.words import straighten

_DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
_ONE = rf"o\s*[{_DASHES}#]?\s*0*[1-9][0-9]{{0,8}}"
_SERVES = re.compile(
    r"(?P<over>(?:no longer|does not|doesn'?t|not|stops?|stopped)\s+)?(?:serv(?:es?|ing)|supports?)"
    rf"\s+(?P<served>{_ONE}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+){_ONE})*)"
    r"(?P<ended>\s+(?:any ?more|no longer|no more))?\s*\.?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class ServeObjectives:
    """Let an idea serve objectives, or with ``is_over`` serve them no longer."""

    number: int
    served: tuple[int, ...]
    is_over: bool = False


def parse_serving(number: int, rest: str) -> ServeObjectives | None:
    """What ``serves O-2 and O-3`` or ``no longer serves O-2`` asks for, None for anything else."""
    found = _SERVES.fullmatch(straighten(rest).strip())
    if found is None:
        return None
    served = tuple(dict.fromkeys(int(one) for one in _NUMBER.findall(found["served"])))
    return ServeObjectives(number, served, bool(found["over"] or found["ended"]))
