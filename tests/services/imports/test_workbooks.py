"""Workbooks are read as they are stored, and what is no table is named as what it is."""

import gzip
import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from domain.core.errors import InvalidInput
from domain.imports.reading.formats import Nature, checked_format, format_of
from domain.imports.reading.records import records
from services.imports.files import guessed, previewed, unpack_file
from services.imports.workbooks.reader import chosen, sheets_of
from services.imports.workbooks.sheets import tables_in
from tests.support.make import NOON
from tests.support.workbooks import ods, sheet_xml, xlsx

MORNING = datetime(2025, 3, 31, 9, 15, tzinfo=UTC)
NIGHT = datetime(2025, 4, 1, 23, 59, 59, tzinfo=UTC)
ROWS = [
    ["Id", "Feedback", "Customer", "Date", "Seen"],
    [1, 'Slow, "very" slow\nand again', "Acme", date(2025, 3, 31), MORNING],
    [],
    [12345678901, "=SUM(A1)", None, date(2025, 4, 1), NIGHT],
    [1.5, "0012", "Beta; Gamma", None, True],
]


def cells(content: bytes, name: str = "book.xlsx") -> list[tuple[int, tuple[str, ...]]]:
    (table,) = tables_in(name, content)
    file = unpack_file(table.packed)
    return [(one.line, one.cells) for one in records(file, guessed(file).form)]


def test_cells_are_told_as_they_are_stored_and_lines_are_the_rows_of_the_sheet() -> None:
    found = cells(xlsx({"Notes": ROWS}))
    assert [line for line, _cells in found] == [1, 2, 4, 5]
    assert found[1][1] == (
        "1",
        'Slow, "very" slow\u2028and again',
        "Acme",
        "2025-03-31",
        "2025-03-31 09:15:00",
    )
    assert found[2][1][0] == "12345678901" and found[2][1][1] == "=SUM(A1)"
    assert found[2][1][4] == "2025-04-01 23:59:59"
    assert found[3][1] == ("1.5", "0012", "Beta; Gamma", "", "true")


def test_an_open_document_is_read_too() -> None:
    rows = [["Feedback", "Votes", "Date"], ["Slow", 12, date(2025, 3, 31)]]
    found = cells(ods({"One": rows}), "book.ods")
    assert found[1][1] == ("Slow", "12", "2025-03-31")


def test_a_workbook_is_previewed_with_its_texts_whole() -> None:
    (table,) = tables_in("book.xlsx", xlsx({"Notes": ROWS}))
    file = unpack_file(table.packed)
    found = previewed(file, guessed(file), NOON)
    assert found.first[0].startswith('Slow, "very" slow and again · Acme')
    assert found.rows == 3 and found.refused == 0


@pytest.mark.parametrize("text", ["one", "a; b; c", "a, b", "x\ty", "| |"])
def test_a_sheet_with_one_column_stays_one_column(text: str) -> None:
    found = cells(xlsx({"S": [["Feedback"], [text], [text]]}))
    assert [one[1][0] for one in found] == ["Feedback", text, text]


def test_sheets_are_chosen_by_name_and_hidden_or_empty_ones_are_no_choice() -> None:
    rows = [["Feedback"], ["Slow"]]
    book = io.BytesIO(xlsx({"A": rows, "Empty": [], "Secret": rows, "B": rows}, hidden=["Secret"]))
    with sheets_of(book, "book.xlsx") as sheets:
        assert [(one.name, one.rows) for one in sheets] == [("A", 2), ("B", 2)]
        assert chosen(sheets, " b ", "book.xlsx").name == "B"
        with pytest.raises(InvalidInput, match=r"“A” \(2 rows\), “B” \(2 rows\)\. Choose"):
            chosen(sheets, None, "book.xlsx")
        with pytest.raises(InvalidInput, match="no sheet “Secret”"):
            chosen(sheets, "Secret", "book.xlsx")


def test_a_workbook_of_hidden_sheets_alone_is_read_all_the_same() -> None:
    assert len(tables_in("b.xlsx", xlsx({"A": [["Feedback"], ["x"]]}, hidden=["A"]))) == 1


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def ole(stream: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)
    )


NO_TABLES = [
    (b"%PDF-1.7\n%...", "a PDF document"),
    (b"<!DOCTYPE html><html><body>", "an HTML page"),
    (b"\xef\xbb\xbf  <html><table>", "an HTML page"),
    ("<html><table>".encode("utf-16"), "an HTML page"),
    (b'<table border="1"><tr><td>Saved as .xls</td></tr></table>', "an HTML page"),
    (b"<?xml version='1.0'?><Workbook/>", "an XML file"),
    (b'<?xml version="1.0"?><svg xmlns="x"/>', "an image (SVG)"),
    (b'{"posts": []}', "a JSON file"),
    (b'[{"id": 1}]', "a JSON file"),
    (b"\x89PNG\r\n\x1a\n....", "an image (PNG)"),
    (b"\xff\xd8\xff\xe0....", "an image (JPEG)"),
    (b"RIFF....WEBPVP8", "an image (WebP)"),
    (b"\0\0\0\x18ftypheic....", "an image (HEIC)"),
    (b"\0\0\0\x18ftypmp42....", "a video file"),
    (gzip.compress(b"a,b\n"), "an archive (gzip)"),
    (zipped({"a.csv": b"a,b\n"}), "an archive (ZIP)"),
    (zipped({"word/document.xml": b"<w/>"}), "a Word document"),
    (zipped({"Index/Document.iwa": b"x"}), "a Numbers, Pages or Keynote document"),
    (b"PK\x03\x04 and no more", "a damaged workbook or archive"),
    (ole("WordDocument"), "a Word document"),
    (b"PAR1....", "a Parquet file"),
    (b"SQLite format 3\0....", "a SQLite database"),
    (bytes(range(1, 32)) * 40, "a binary file"),
]
TABLES = [
    b"a,b\n1,2\n",
    b"\xef\xbb\xbfName;Wert\n",
    "Feedback,Customer\nSlow,Acme\n".encode("utf-16"),
    "Feedback,Customer\nSlow,Acme\n".encode("utf-16-le"),
    "反馈,客户\n太慢,甲\n".encode("gb18030"),
    b"BMW,Audi\n1,2\n",
    b"Feedback\n<b>bold</b>\n",
    b"[Tag],Text\nx,y\n",
    b"From,Subject\nme,you\n",
    b"a < b,c\n1,2\n",
    b"",
    b"\n\n\n",
]


@pytest.mark.parametrize(
    ("content", "label"),
    NO_TABLES,
    ids=[f"{at} {label}" for at, (_, label) in enumerate(NO_TABLES)],
)
def test_what_holds_no_table_is_named(content: bytes, label: str) -> None:
    file = io.BytesIO(content)
    with pytest.raises(InvalidInput) as refused:
        checked_format(file, "thing.csv")
    assert refused.value.message.startswith(f"thing.csv is {label}, not a table. Save the table as")


@pytest.mark.parametrize("content", TABLES, ids=range(len(TABLES)))
def test_a_table_of_text_is_left_to_be_read_from_its_start(content: bytes) -> None:
    file = io.BytesIO(content)
    assert format_of(file).nature is Nature.TEXT
    assert file.tell() == 0


def far_cell() -> bytes:
    """A workbook of a kilobyte whose last cell is as far away as a sheet goes."""
    good = xlsx({"S": [["Feedback"], ["x"]]})
    far = sheet_xml([["Feedback"]]).replace(
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    names = {one: zipfile.ZipFile(io.BytesIO(good)).read(one) for one in _names(good)}
    return zipped({**names, "xl/worksheets/sheet1.xml": far.encode()})


def _names(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.namelist()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (ole("EncryptedPackage"), "protected by a password"),
        (zipped({"xl/workbook.xml": b"<nonsense"}), "damaged"),
        (xlsx({"Empty": []}), "has no rows in any sheet"),
        (far_cell(), "too large to read as a workbook"),
    ],
    ids=["locked", "damaged", "empty", "far"],
)
def test_a_workbook_that_cannot_be_read_gets_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        tables_in("book.xlsx", content)
