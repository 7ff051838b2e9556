"""Boards of any size, and texts that make trouble."""

from domain.roadmap.board import SHIPPED, Board, BoardCard, BoardColumn

TROUBLE = (
    "A" * 200,
    "https://example.com/a/path/that/never/ends?with=query&and=more",
    "word " * 120,
    "تصدير التقارير إلى Excel وCSV (نسخة جديدة)!",
    "ייצוא דוחות ל-CSV עבור צוות הכספים",
    "将报表导出为 CSV 和 Excel，并支持定时发送给客户",
    "レポートを自動でメール送信し、チームで共有する機能",
    "ส่งออกรายงานเป็น CSV สำหรับลูกค้า",
    "🚀 Launch the 👩‍💻 editor ❤️ with 🇩🇪 support 👍🏽",
    "<script>alert(1)</script> & \"quotes\" 'single' ]]> <!-- {{ 7 * 7 }}",
    "Z" + "\u0351\u036b\u0343\u036a" * 30 + "algo",
    "a\x00b\x07c\u202ed\ufffee\ud800f",
    "   ",
    "\u200c\u200d",
)
"""Long words, right-to-left and wide scripts, emoji, markup, stacked accents, control characters,
nothing."""

_AREAS = ("Reporting", "Integrations", "Mobile", "Billing", None)


def card(number: int, title: str = "Export to CSV", **others: object) -> BoardCard:
    """An idea with marks that follow from its number."""
    known: dict[str, object] = {
        "area": _AREAS[number % len(_AREAS)],
        "votes": 3 * number,
        "customers": number % 4,
        "owner": "Mara Klein",
    }
    return BoardCard(f"I-{number}", title, **{**known, **others})  # type: ignore[arg-type]


def board(ideas: int, shipped: int = 0, title: str = "Export to CSV") -> Board:
    """A board with ideas dealt to now, next and later in turn."""
    cards = [card(number, f"{title} {number}") for number in range(ideas)]
    columns = [
        BoardColumn(key, key.title(), "soon", tuple(cards[index::3]), len(cards[index::3]))
        for index, key in enumerate(("now", "next", "later"))
    ]
    done = tuple(card(900 + number, f"Done {number}") for number in range(shipped))
    columns.append(BoardColumn(SHIPPED, "Recently shipped", "Last 30 days", done, shipped))
    return Board("Harborline roadmap", "As of 23 November 2026", tuple(columns))


def board_of(*cards: BoardCard, total: int | None = None, title: str = "Roadmap") -> Board:
    """A board with one column."""
    column = BoardColumn("now", "Now", "Being built", cards, len(cards) if total is None else total)
    return Board(title, "", (column,))
