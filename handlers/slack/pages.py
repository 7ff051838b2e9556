"""Pages that one feature draws and others show, such as an idea's page and Home."""

from collections.abc import Callable
from typing import Any

from domain.core.errors import NotFound

Builder = Callable[..., dict[str, Any]]
"""Draws a view; the interaction comes first, then what the page is about."""


class Pages:
    """The pages of all features, by name."""

    def __init__(self) -> None:
        self._builders: dict[str, Builder] = {}

    def add(self, name: str, builder: Builder) -> None:
        """Let other features show a page. Raises ValueError for a name that is taken."""
        if name in self._builders:
            raise ValueError(f"Two pages are called {name}.")
        self._builders[name] = builder

    def __contains__(self, name: str) -> bool:
        return name in self._builders

    def draw(self, name: str, *given: Any, **named: Any) -> dict[str, Any]:
        """Return the view of a page. Raises NotFound when no feature draws it."""
        if name not in self._builders:
            raise NotFound("This page isn't available in this Linchpin.")
        return self._builders[name](*given, **named)
