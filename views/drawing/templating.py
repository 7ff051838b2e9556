"""The templates of all pictures, and what they format with."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from views.drawing.glyphs import Weight, directed, shipped_font


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; every text in them is escaped."""
    found = Environment(
        loader=PackageLoader("views.drawing", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.filters["px"] = _pixels
    found.filters["boldness"] = _boldness
    found.filters["directed"] = directed
    return found


def _pixels(value: float) -> str:
    """A length with at most one decimal, so that equal pictures are equal to the byte."""
    return f"{value:.1f}".removesuffix(".0")


def _boldness(text: str, weight: Weight) -> int:
    return 600 if shipped_font().drawn_in(text, weight) == "SemiBold" else 400
