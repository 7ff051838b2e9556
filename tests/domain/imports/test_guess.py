"""What columns mean, by their names in several languages and by what stands in them."""

import io

import pytest

from domain.core.errors import InvalidInput
from domain.imports.fields import PROBLEM_COLUMN, Field, Kind, Origin
from domain.imports.mapping.guess import guess, mapped
from domain.imports.plans import Plan
from domain.imports.reading.records import form_of, records


def plan(text: str, **given: object) -> Plan:
    file = io.BytesIO(text.encode())
    form = form_of(file)
    return guess(list(records(file, form)), form, **given)  # type: ignore[arg-type]


def columns(found: Plan) -> dict[str, str]:
    return {field.value: found.headers[place] for field, place in found.columns.items()}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Feedback,Customer,Area", {"text": "Feedback", "customer": "Customer", "area": "Area"}),
        (
            "Nachricht;Kunde;Bereich;Datum;Priorität",
            {
                "text": "Nachricht",
                "customer": "Kunde",
                "area": "Bereich",
                "said_on": "Datum",
                "importance": "Priorität",
            },
        ),
        (
            "Commentaire;Entreprise;Catégorie",
            {"text": "Commentaire", "customer": "Entreprise", "area": "Catégorie"},
        ),
        ("Comentario;Empresa;Fecha", {"text": "Comentario", "customer": "Empresa"}),
        ("コメント,会社,日付", {"text": "コメント", "customer": "会社"}),
        ("Subject,Description,Email", {"title": "Subject", "text": "Description"}),
    ],
)
def test_feedback_columns_are_known_by_name(header: str, expected: dict[str, str]) -> None:
    found = plan(f"{header}\n" + ";".join("abc") + "\n")
    assert found.kind is Kind.FEEDBACK
    assert columns(found).items() >= expected.items()


def test_columns_without_known_names_are_known_by_what_stands_in_them() -> None:
    found = plan(
        "Foo,Bar,Baz,Qux\n"
        "7,anna@acme.example,The export of large tables takes far too long,2026-03-01\n"
        "8,ben@beta.example,Dark mode please for all of the pages we have,2026-03-02\n"
    )
    assert columns(found) == {"email": "Bar", "said_on": "Qux", "text": "Baz"}
    assert found.left_out == ("Foo",)


def test_a_table_without_header_keeps_its_first_row() -> None:
    found = plan("anna@acme.example,The export takes far too long\nb@x.example,Dark mode\n")
    assert not found.has_header and found.headers == ("Column 1", "Column 2")
    assert columns(found) == {"email": "Column 1", "text": "Column 2"}


def test_empty_and_doubled_names_of_columns_are_told_apart() -> None:
    found = plan("Text,,Text,Problem\na,b,c,Line 2: no\n")
    assert found.headers == ("Text", "Column 2", "Text (2)", PROBLEM_COLUMN)
    assert found.left_out == ("Column 2", "Text (2)")


@pytest.mark.parametrize(
    ("header", "kind", "origin", "expected"),
    [
        (
            "number,title,description,created_at,created_by,votes_count,comments_count,status,"
            "responded_by,responded_at,response,original_number,original_title,tags",
            Kind.IDEAS,
            Origin.FIDER,
            {"id": "number", "title": "title", "votes": "votes_count", "tags": "tags"},
        ),
        (
            "Title,Details,Status,Board,Category,Score,Author,Created,URL",
            Kind.IDEAS,
            Origin.CANNY,
            {"description": "Details", "votes": "Score", "area": "Category", "id": "URL"},
        ),
        (
            "Note title,Note text,User name,User email,Company name,Tags,Created at,Features",
            Kind.FEEDBACK,
            Origin.PRODUCTBOARD,
            {"text": "Note text", "customer": "Company name", "idea": "Features"},
        ),
        (
            "Feature name,Description,Status,Component,Owner",
            Kind.IDEAS,
            Origin.PRODUCTBOARD,
            {"title": "Feature name", "area": "Component"},
        ),
        ("Idea,Votes", Kind.IDEAS, Origin.PLAIN, {"title": "Idea", "votes": "Votes"}),
        ("Idee;Abgestimmt", Kind.IDEAS, Origin.PLAIN, {"voters": "Abgestimmt"}),
        (
            "Company,Plan,ARR,Currency,Account manager",
            Kind.CUSTOMERS,
            Origin.PLAIN,
            {"name": "Company", "tier": "Plan", "revenue": "ARR", "owner": "Account manager"},
        ),
    ],
)
def test_exports_of_other_programs_and_plain_lists_are_recognised(
    header: str, kind: Kind, origin: Origin, expected: dict[str, str]
) -> None:
    found = plan(f"{header}\n")
    assert (found.kind, found.origin) == (kind, origin)
    assert columns(found).items() >= expected.items()


def test_what_is_given_comes_before_what_is_guessed() -> None:
    found = mapped(plan("Text,Wer\nhello,Acme\n", kind=Kind.FEEDBACK), [("wer", "customer")])
    assert columns(found) == {"text": "Text", "customer": "Wer"}
    assert columns(mapped(found, [("2", "area"), ("Text", "-")])) == {"area": "Wer"}


@pytest.mark.parametrize(
    ("wish", "told"),
    [(("Txet", "text"), "Did you mean “Text”"), (("Text", "colour"), "Available: text, title")],
)
def test_a_wish_that_cannot_be_met_says_what_there_is(wish: tuple[str, str], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        mapped(plan("Text,Customer\nhello,Acme\n"), [wish])


def test_a_table_without_any_rows_is_refused() -> None:
    with pytest.raises(InvalidInput, match="There are no rows"):
        plan("")


def test_the_order_of_day_and_month_is_taken_from_the_file() -> None:
    assert plan("Text,Date\na,03/04/2026\nb,31/03/2026\n").day_first
    assert not plan("Text,Date\na,03/04/2026\nb,03/31/2026\n").day_first
    assert plan("Text;Date\na;03/04/2026\n").day_first
    assert Field.SAID_ON in plan("Text;Date\na;03/04/2026\n").columns
