"""The exports of other programs, in small files of their shape: no row is lost, nothing is open
that is done."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.ideas.model import Status
from domain.imports.fields import Field, Kind, Origin
from domain.imports.mapping.guess import guess
from domain.imports.mapping.profiles import PROFILES
from domain.imports.plans import Plan
from domain.imports.reading.records import form_of, records
from domain.imports.rows import FeedbackItem, IdeaItem, items

EXPORTS = Path(__file__).parents[2] / "support" / "exports"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORKERS = ("olga", "owner", "assignee")


def read(name: str) -> tuple[Plan, list[FeedbackItem | IdeaItem]]:
    with (EXPORTS / f"{name}.csv").open("rb") as file:
        form = form_of(file)
        plan = guess(list(records(file, form)), form)
        rows = list(items(records(file, form), plan, now=NOW))
    kept = [row for row in rows if isinstance(row, FeedbackItem | IdeaItem)]
    assert kept == rows, [row for row in rows if row not in kept]
    return plan, kept


IDEAS: dict[str, tuple[Origin, list[tuple[str, Status, int, str | None]]]] = {
    "canny": (
        Origin.CANNY,
        [
            ("Dark mode", Status.CONSIDERING, 1204, "Design"),
            ("Export to Excel", Status.SHIPPED, 17, "Reports"),
            ("Fax support", Status.DECLINED, 0, "Reports"),
        ],
    ),
    "productboard-features": (
        Origin.PRODUCTBOARD,
        [
            ("Export to Excel", Status.PLANNED, 0, "Reports"),
            ("Dark mode", Status.IN_PROGRESS, 0, "Design"),
            ("Old reports", Status.SHIPPED, 0, "Reports"),
        ],
    ),
    "aha": (
        Origin.AHA,
        [
            ("Single sign-on", Status.OPEN, 31, "Security"),
            ("Bulk edit", Status.CONSIDERING, 12, "Usability"),
            ("Audit log", Status.SHIPPED, 9, "Security"),
            ("Telex", Status.DECLINED, 1, "Other"),
        ],
    ),
    "uservoice": (
        Origin.USERVOICE,
        [
            ("Keyboard shortcuts", Status.IN_PROGRESS, 17, "Usability"),
            ("Print view", Status.SHIPPED, 8, "Reports"),
            ("Ticker tape", Status.DECLINED, 1, None),
        ],
    ),
    "uservoice-analysis": (
        Origin.USERVOICE,
        [("Keyboard shortcuts", Status.CONSIDERING, 17, "Usability")],
    ),
    "jira": (
        Origin.JIRA,
        [
            ("Login with SSO", Status.SHIPPED, 27, "Login"),
            ("Fax gateway", Status.DECLINED, 0, None),
            ("Faster export", Status.PLANNED, 3, "Reports"),
            ("Odd state", Status.OPEN, 1, "Reports"),
        ],
    ),
    "linear": (
        Origin.LINEAR,
        [
            ("Rebuild onboarding", Status.IN_PROGRESS, 0, "Activation"),
            ("Weekly digest", Status.SHIPPED, 0, None),
            ("Telex bridge", Status.DECLINED, 0, None),
        ],
    ),
    "github": (
        Origin.GITHUB,
        [
            ("Support webhooks", Status.OPEN, 0, "enhancement"),
            ("Publish a Docker image", Status.SHIPPED, 0, "enhancement"),
            ("Rewrite it in COBOL", Status.DECLINED, 0, None),
        ],
    ),
    "trello": (
        Origin.TRELLO,
        [
            ("Offline mode", Status.OPEN, 4, "Product"),
            ("Dark mode", Status.SHIPPED, 9, "Product"),
            ("Smell output", Status.DECLINED, 0, "Product"),
        ],
    ),
    "quackback": (
        Origin.QUACKBACK,
        [
            ("Dark mode", Status.CONSIDERING, 42, "feature-requests"),
            ("CSV export", Status.SHIPPED, 7, "feature-requests"),
        ],
    ),
    "fider": (
        Origin.FIDER,
        [
            ("Dark mode", Status.IN_PROGRESS, 42, "ui"),
            ("Night colours", Status.DECLINED, 3, None),
            ("CSV export", Status.SHIPPED, 7, None),
        ],
    ),
}
FEEDBACK: dict[str, tuple[Origin, list[tuple[str, str | None, str | None]]]] = {
    "productboard-notes": (
        Origin.PRODUCTBOARD,
        [
            (
                "Call with Acme\nThey copy numbers by hand, every Friday.\n\n"
                "Tags: reports, churn risk",
                "Acme",
                "Anna Meyer (anna@acme.example)",
            ),
            ("Mail\nNight shifts need dark mode", "Globex", "Ben Ito (ben@globex.example)"),
        ],
    ),
    "zendesk": (
        Origin.ZENDESK,
        [
            (
                "Export is slow\nIt takes minutes to export a year.\n\nTags: export, performance",
                "Acme",
                "Anna Meyer (anna@acme.example)",
            ),
            (
                "Invoice currency\nCan invoices be in two currencies?",
                "Globex",
                "Ben Ito (ben@globex.example)",
            ),
        ],
    ),
    "intercom": (
        Origin.INTERCOM,
        [
            (f"{said}\n\nTags: feature request, reports", "Acme", "Anna Meyer (anna@acme.example)")
            for said in ("Could the report be sent weekly?", "And in French, please.")
        ],
    ),
    "google-forms": (
        Origin.GOOGLE_FORMS,
        [
            (
                "Which company are you from?\nAcme\n\nWhat slows you down most?\n"
                "Exports take minutes\n\nWhat should we build next?\nA weekly report\n\n"
                "How likely are you to recommend us?\n9",
                None,
                "anna@acme.example",
            ),
            (
                "Which company are you from?\nGlobex\n\nWhat should we build next?\n"
                "Invoices in two currencies\n\nHow likely are you to recommend us?\n7",
                None,
                "ben@globex.example",
            ),
        ],
    ),
    "typeform": (
        Origin.TYPEFORM,
        [
            (
                "What do you miss most in the app?\nDark mode for night shifts\n\n"
                "Anything else?\nMore colours\n\nHow satisfied are you?\n4",
                None,
                None,
            ),
            (
                "What do you miss most in the app?\nAn offline mode\n\nHow satisfied are you?\n5",
                None,
                None,
            ),
        ],
    ),
}


def test_every_program_has_an_export_here() -> None:
    assert {origin for origin, _rows in (*IDEAS.values(), *FEEDBACK.values())} == set(PROFILES)


@pytest.mark.parametrize("name", IDEAS)
def test_ideas_of_other_programs_keep_title_status_votes_and_area(name: str) -> None:
    plan, rows = read(name)
    origin, expected = IDEAS[name]
    assert (plan.origin, plan.kind) == (origin, Kind.IDEAS)
    found = [
        (row.title, row.status, row.votes, row.area) for row in rows if isinstance(row, IdeaItem)
    ]
    assert found == expected
    assert not any(row.voters for row in rows if isinstance(row, IdeaItem))


@pytest.mark.parametrize("name", FEEDBACK)
def test_feedback_of_other_programs_keeps_words_customer_and_speaker(name: str) -> None:
    plan, rows = read(name)
    origin, expected = FEEDBACK[name]
    assert (plan.origin, plan.kind) == (origin, Kind.FEEDBACK)
    found = [
        (row.text, row.customer, row.said_by_name) for row in rows if isinstance(row, FeedbackItem)
    ]
    assert found == expected


@pytest.mark.parametrize("name", [*IDEAS, *FEEDBACK])
def test_who_works_on_a_row_is_nobody_who_asked_for_it(name: str) -> None:
    plan, rows = read(name)
    used = [plan.headers[place].lower() for place in plan.used]
    assert not any(word in header for header in used for word in WORKERS)
    assert not any("olga" in str(row.cells) and "olga" in str(row.key) for row in rows)
    asked = [row.said_by_name or "" for row in rows if isinstance(row, FeedbackItem)]
    assert not any("olga" in one.lower() for one in asked)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("jira", datetime(2026, 1, 15, 9, 15, tzinfo=UTC)),
        ("linear", datetime(2026, 5, 13, 11, 21, 41, tzinfo=UTC)),
        ("zendesk", datetime(2026, 3, 31, 7, 15, tzinfo=UTC)),
        ("intercom", datetime(2026, 3, 31, 21, 45, 8, tzinfo=UTC)),
        ("google-forms", datetime(2026, 3, 31, 8, 15, 22, tzinfo=UTC)),
        ("typeform", datetime(2026, 3, 31, 9, 15, 40, tzinfo=UTC)),
        ("aha", datetime(2026, 3, 31, tzinfo=UTC)),
    ],
)
def test_times_are_kept_exactly(name: str, at: datetime) -> None:
    _plan, rows = read(name)
    assert rows[0].said_at == at


def test_when_an_idea_was_shipped_is_what_its_row_says() -> None:
    _plan, rows = read("jira")
    assert isinstance(rows[0], IdeaItem)
    assert rows[0].done_at == datetime(2026, 1, 20, 16, 30, tzinfo=UTC)


def test_a_status_that_nobody_knows_is_listed_and_costs_nothing() -> None:
    _plan, rows = read("jira")
    assert [row.remarks for row in rows if row.remarks] == [
        ("Status “Cooking” isn't known, so it became Open.",)
    ]


def test_columns_of_one_name_are_kept_apart_and_their_tags_together() -> None:
    plan, rows = read("jira")
    assert [plan.headers[place] for place in plan.places(Field.TAGS)] == ["Labels", "Labels (2)"]
    assert isinstance(rows[0], IdeaItem)
    assert rows[0].description.endswith("Tags: enterprise, sso")


def test_several_features_in_a_cell_stay_several() -> None:
    _plan, rows = read("productboard-notes")
    assert isinstance(rows[0], FeedbackItem) and rows[0].idea == "Export to Excel\nDark mode"
