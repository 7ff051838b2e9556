"""How long each view of a roadmap takes to draw: 60 ideas over four quarters in five lanes.

    python -m benchmarks.drawing [REPEATS]     (default 5)

The processor time of laying out and drawing to PNG in the worker process, which is what one core
needs; beside the reference, the worker with an empty picture of the same size.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable

from domain.roadmap_words import parse_view
from tests.views.drawing.plans import roadmap
from views.drawing.png import draw_png
from views.drawing.roadmap import roadmap_svg

VIEWS = ("board", "by area", "timeline", "timeline by area", "months by objective")
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="2600"></svg>'
_TIMEOUT_S = 30.0


def spent_s(draw: Callable[[], object]) -> float:
    """Processor seconds of this process and of the workers it waited for."""

    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    before = used()
    draw()
    return used() - before


def main() -> int:
    """Print a line for each view; 1 when one takes half a second or longer."""
    repeats = int(sys.argv[1]) if sys.argv[1:] else 5
    reference = [spent_s(lambda: draw_png(EMPTY, _TIMEOUT_S)) for _ in range(repeats)]
    print(f"{'empty picture':24} {statistics.median(reference):.2f} s")
    board, slowest = roadmap(60), 0.0
    for words in VIEWS:
        view = parse_view(words)
        draw = lambda view=view: draw_png(roadmap_svg(board, view), _TIMEOUT_S)  # noqa: E731
        found = statistics.median(spent_s(draw) for _ in range(repeats))
        slowest = max(slowest, found)
        print(f"{words:24} {found:.2f} s")
    return int(slowest >= 0.5)


if __name__ == "__main__":
    sys.exit(main())
