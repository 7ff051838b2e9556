"""When an idea is meant to be worked on and finished: whole days, and how sure they are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class DateConfidence(StrEnum):
    """How sure the dates of an idea or of a promise are."""

    FIRM = "firm"
    LIKELY = "likely"
    ROUGH = "rough"

    @property
    def label(self) -> str:
        """The confidence as people choose it, such as ``Firm``."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Dates:
    """The first and the last day of an idea and how sure they are; all None for no dates."""

    starts_on: date | None = None
    ends_on: date | None = None
    confidence: DateConfidence | None = None

    @property
    def are_set(self) -> bool:
        """True when there is a first or a last day."""
        return self.starts_on is not None or self.ends_on is not None

    def logged(self) -> dict[str, str | None] | None:
        """The dates as the change log keeps them under ``dates``: ISO days, or None for none."""
        if not self.are_set:
            return None
        return {
            "from": self.starts_on.isoformat() if self.starts_on else None,
            "to": self.ends_on.isoformat() if self.ends_on else None,
            "confidence": self.confidence.value if self.confidence else None,
        }


def from_log(value: dict[str, str | None] | None) -> Dates:
    """The dates that the change log keeps as ``value``."""
    if not value:
        return Dates()
    first, last, sure = value["from"], value["to"], value["confidence"]
    return Dates(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        DateConfidence(sure) if sure else None,
    )


def start_of_day(day: date, zone: str) -> datetime:
    """The instant in UTC at which a calendar day begins in an IANA zone."""
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of an instant in an IANA zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
