"""Colours that can be read and told apart."""

import pytest

from views.drawing.palette import Scheme, area_colours, colours

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
TEN = [f"Area {number}" for number in range(10)]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_words_have_the_contrast_that_wcag_asks_for(scheme: Scheme) -> None:
    c = colours(scheme)
    for ink in (c.text, c.quiet):
        for ground in (c.page, c.panel, c.card, c.face):
            assert contrast(ink, ground) >= 4.5
    for hue in (*area_colours(TEN, scheme).values(), c.road):
        assert contrast(hue, c.card) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_ten_areas_of_one_board_have_ten_colours(scheme: Scheme) -> None:
    assert len(set(area_colours(TEN, scheme).values())) == 10


def test_an_area_keeps_its_colour_whatever_the_order_and_the_case() -> None:
    assert area_colours(TEN, "light") == area_colours(reversed(TEN), "light")
    assert len(set(area_colours(["Billing", "BILLING"], "light").values())) == 1


def test_an_eleventh_area_is_grey() -> None:
    found = area_colours([*TEN, "zzz"], "light")
    assert found["zzz"] == colours("light").plain
