"""How long feedback may wait before it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.core.errors import InvalidInput
from domain.text.words import straighten

_WORKING_DAYS = 5


class Unit(StrEnum):
    """What a time limit is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long feedback may wait to be sorted. Working days are Monday to Friday."""

    amount: int
    unit: Unit

    @property
    def words(self) -> str:
        """The limit as people read it, such as ``5 working days``."""
        return f"{self.amount} {self.unit.value if self.amount != 1 else self.unit.value[:-1]}"

    def heard_before(self, now: datetime, zone: str) -> datetime:
        """What was heard before this instant has waited longer than the limit.

        Days are counted on the clocks of an IANA zone, so that a clock change neither adds nor
        takes an hour of a day.
        """
        if self.unit is Unit.HOURS:
            return now - timedelta(hours=self.amount)
        place = ZoneInfo(zone)
        moment, left = now.astimezone(place), self.amount
        while left:
            moment -= timedelta(days=1)
            is_counted = self.unit is Unit.DAYS or moment.weekday() < _WORKING_DAYS
            left -= is_counted
        return moment.astimezone(now.tzinfo)


def read_limit(amount: str, unit: str) -> Limit | None:
    """The limit that was typed; None for an empty amount. Raises InvalidInput."""
    typed = straighten(amount).strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= 365):
        raise InvalidInput("Write a whole number from 1 to 365, or leave it empty.", field="limit")
    return Limit(int(typed), Unit(unit))
