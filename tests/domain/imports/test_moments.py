"""Dates and times as programs and people write them."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.imports.reading.moments import NumberStyle, moment, number_style


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("15/Jan/26 9:15 AM", "2026-01-15T09:15:00"),
        ("15/Jan/26 12:05 AM", "2026-01-15T00:05:00"),
        ("15/Jan/26 12:05 PM", "2026-01-15T12:05:00"),
        ("31-Mar-2026", "2026-03-31T00:00:00"),
        ("Tue, 31 Mar 2026 09:15:00 +0200", "2026-03-31T07:15:00"),
        ("Wed May 13 2026 11:21:41 GMT+0200 (CEST)", "2026-05-13T09:21:41"),
        ("Thu Jun 25 23:00:00 UTC 2026", "2026-06-25T23:00:00"),
        ("2026/03/31 9:15:22 AM GMT+1", "2026-03-31T08:15:22"),
        ("3/31/2026 9:15 PM", "2026-03-31T21:15:00"),
        ("2026-03-31T09:15:00.123Z", "2026-03-31T09:15:00.123000"),
        ("2026-03-31 09:15:00 UTC", "2026-03-31T09:15:00"),
        ("2026-03-31 09:15:00 -0530", "2026-03-31T14:45:00"),
        ("Nov 17, 2026 at 12:30 PM PST", "2026-11-17T20:30:00"),
        ("March 31st, 2026", "2026-03-31T00:00:00"),
        ("12:05 AM 3/4/2026", "2026-04-03T00:05:00"),
        ("31. März 2026", "2026-03-31T00:00:00"),
        ("Di., 31. März 2026 09:15", "2026-03-31T09:15:00"),
        ("5 août 2026 à 9h15", "2026-08-05T09:15:00"),
        ("31 de marzo de 2026", "2026-03-31T00:00:00"),
        ("31 de março de 2026", "2026-03-31T00:00:00"),
        ("12 agosto 2026", "2026-08-12T00:00:00"),
        ("12 mei 2026", "2026-05-12T00:00:00"),
        ("31 marca 2026", "2026-03-31T00:00:00"),
        ("12 maj 2026", "2026-05-12T00:00:00"),
        ("31 марта 2026 г.", "2026-03-31T00:00:00"),
        ("2026年3月31日 午後3:05", "2026-03-31T15:05:00"),
        ("2026年3月31日", "2026-03-31T00:00:00"),
        ("2026년 3월 31일 오후 3:05", "2026-03-31T15:05:00"),
        ("２０２６-０３-３１", "2026-03-31T00:00:00"),
    ],
)
def test_times_of_programs_and_months_of_languages_are_kept_exactly(cell: str, iso: str) -> None:
    assert moment(cell, day_first=True) == datetime.fromisoformat(f"{iso}+00:00")


@pytest.mark.parametrize(
    "cell",
    ["Mar 2026", "9:15", "2026", "20260331", "31/13/2026", "29 Feb 2026", "13:05 PM 3/4/2026",
     "3/4/2026 9:15 XYZ", "3/4/2026 or later", "v1.2.26 beta", "1-2", "call 31/03/2026"],
)  # fmt: skip
def test_what_is_not_wholly_a_date_is_refused(cell: str) -> None:
    with pytest.raises(InvalidInput, match="Couldn't read"):
        moment(cell, day_first=True)


def test_numbers_are_dates_only_in_a_column_of_them() -> None:
    assert number_style(["46112", "46113.5"]) is NumberStyle.EXCEL
    assert number_style(["1774948500", "1774948501"]) is NumberStyle.UNIX_S
    assert number_style(["1774948500000"]) is NumberStyle.UNIX_MS
    assert number_style(["46112", "soon"]) is number_style([]) is NumberStyle.NONE
    assert number_style(["46112", "12"]) is NumberStyle.NONE
    with pytest.raises(InvalidInput):
        moment("46112", day_first=True)
    noon = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert moment("46112.5", day_first=True, numbers=NumberStyle.EXCEL) == noon
    assert moment("46112,5", day_first=True, numbers=NumberStyle.EXCEL) == noon
    assert moment("1774958400", day_first=True, numbers=NumberStyle.UNIX_S) == noon
    assert moment("1774958400000", day_first=True, numbers=NumberStyle.UNIX_MS) == noon


@given(
    st.integers(1_000_000_000, 3_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.sampled_from(
        ["%d/%b/%y %I:%M:%S %p", "%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ",
         "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%B %d, %Y %H:%M:%S UTC"]
    ),
)  # fmt: skip
def test_what_is_written_comes_back(at: datetime, form: str) -> None:
    assert moment(at.strftime(form), day_first=True) == at


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_refused(cell: str) -> None:
    try:
        assert moment(cell, day_first=False).tzinfo is UTC
    except InvalidInput as refused:
        assert "Write it as" in refused.message


@pytest.mark.parametrize("piece", ["1/", "1:00 ", "Mar ", "- ", "9", "(", "年1月"])
def test_long_cells_cost_no_time(piece: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InvalidInput):
        moment(piece * 12_000, day_first=True)
    assert time.perf_counter() - began < 0.05
