"""How long each view of a roadmap takes to draw: 60 ideas over four quarters in five lanes.

    python -m benchmarks.drawing [REPEATS]     (default 5)

The processor time of laying out and drawing to PNG in the worker process, which is what one core
needs, and the time that passed; beside the reference, the worker with an empty picture of the same
size. The first picture, for which templates and fonts are read, is apart.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable

from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView, parse_view
from tests.views.roadmap.plans import roadmap
from views.drawing.png import draw_png
from views.roadmap.drawing.picture import roadmap_svg

VIEWS = (
    "board",
    "by area",
    "by owner",
    "by objective",
    "timeline",
    "timeline by area",
    "timeline by owner",
    "timeline by objective",
    "months",
    "months by area",
    "months by objective",
    "timeline by area for stakeholders",
    "by area for customers",
)
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="2600"></svg>'
_TIMEOUT_S = 30.0


def spent_s(draw: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds of this process and of the workers it waited for, and seconds passed."""

    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    before, start = used(), time.perf_counter()
    draw()
    return used() - before, time.perf_counter() - start


def measured(name: str, draw: Callable[[], object], repeats: int) -> float:
    """Print a line of medians; the processor seconds."""
    processor, passed = zip(*(spent_s(draw) for _ in range(repeats)), strict=True)
    found = statistics.median(processor)
    print(f"{name:24} {found:.2f} s   {statistics.median(passed):.2f} s")
    return found


def main() -> int:
    """Print a line for each view; 1 when one takes half a second or longer."""
    repeats = int(sys.argv[1]) if sys.argv[1:] else 5
    board, slowest = roadmap(60), 0.0
    print(f"{'':24} processor passed")
    measured("first picture", lambda: _drawn(board, parse_view("board")), 1)
    measured("empty picture", lambda: draw_png(EMPTY, _TIMEOUT_S), repeats)
    for words in VIEWS:
        view = parse_view(words)
        draw = lambda view=view: _drawn(board, view)  # noqa: E731
        slowest = max(slowest, measured(words, draw, repeats))
    return int(slowest >= 0.5)


def _drawn(board: Board, view: RoadmapView) -> bytes:
    return draw_png(roadmap_svg(board, view), _TIMEOUT_S)


if __name__ == "__main__":
    sys.exit(main())
