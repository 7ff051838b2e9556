"""Roadmaps with dates, areas, owners and objectives, of any size."""

from datetime import date, timedelta

from domain.dates.days import DateConfidence
from domain.roadmap.board import SHIPPED, Board, BoardCard, BoardColumn

TODAY = date(2026, 11, 20)
AREAS = ("Reporting", "Integrations", "Mobile", "Billing", "Access and security")
OWNERS = ("Mara Klein", "Priya Shah", "Gil Ortega", None)
OBJECTIVES = (
    "Win back customers who left in spring",
    "Halve the time to a first report",
    "Larger teams without a call to support",
)
TITLES = (
    "Export every report to CSV and Excel, on a schedule",
    "Dark mode",
    "Single sign-on with SAML for whole organisations",
    "Faster search",
    "Invoices in the customer's own currency and language",
    "تصدير التقارير إلى Excel",
    "ייצוא דוחות עבור צוות הכספים",
    "将报表导出为 CSV 和 Excel",
    "レポートを自動でメール送信",
    "Offline mode on phones, with changes merged afterwards",
    "Audit log",
    "Bulk edit",
)


def plan(number: int, *, title: str | None = None) -> BoardCard:
    """An idea whose facts follow from its number; every sixth has no dates."""
    start = TODAY + timedelta(days=(number * 37) % 330 - 40)
    sure = tuple(DateConfidence)[number % 3]
    dated = number % 6 != 5
    return BoardCard(
        number=f"I-{number + 1}",
        title=title or TITLES[number % len(TITLES)],
        area=AREAS[number % len(AREAS)],
        votes=3 * number,
        customers=number % 4,
        owner=OWNERS[number % len(OWNERS)],
        starts_on=start if dated and number % 7 else None,
        ends_on=start + timedelta(days=20 + (number * 13) % 90) if dated else None,
        confidence=sure if dated else None,
        objectives=(OBJECTIVES[number % 3],) if number % 4 else (),
        key=f"k{number}",
    )


def roadmap(ideas: int, shipped: int = 2, title: str | None = None) -> Board:
    """A roadmap of so many ideas, dealt to now, next and later in turn."""
    cards = [plan(number, title=title) for number in range(ideas)]
    columns = [
        BoardColumn(key, key.title(), "soon", tuple(cards[n::3]), len(cards[n::3]))
        for n, key in enumerate(("now", "next", "later"))
    ]
    done = tuple(
        BoardCard(
            f"I-{900 + n}",
            f"Saved filters {n}",
            AREAS[n % 5],
            starts_on=TODAY - timedelta(days=40) if n else None,
            shipped_on=TODAY - timedelta(days=5 + n),
            key=f"s{n}",
        )
        for n in range(shipped if ideas else 0)
    )
    columns.append(BoardColumn(SHIPPED, "Recently shipped", "Last 30 days", done, len(done)))
    return Board("Harborline roadmap", "As of 20 November 2026", tuple(columns), day=TODAY)
