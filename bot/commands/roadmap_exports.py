"""``linchpin roadmap export``: the roadmap as a file, from the command line."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from bot.app import create_app
from bot.settings import Settings
from domain.core.errors import Unavailable
from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape
from domain.roadmap.shares import Format
from scheduled.roadmap import roadmap_document
from services.home.whole_file import whole_file
from services.roadmap import board as roadmap
from services.workspace import installations
from views.drawing.png import DrawingError


def export_roadmap(settings: Settings, args: Namespace) -> tuple[int, tuple[str, ...]]:
    """Write the roadmap as a file; how many ideas are in it, and the numbers of those left out.

    Raises InvalidInput for a workspace or a view that does not exist, OSError when the file cannot
    be written.
    """
    view = RoadmapView(Shape(args.view), Lanes(args.lanes), Reader(args.audience))
    linchpin = create_app(settings)
    linchpin.prepare()
    try:
        workspace = installations.chosen(linchpin.database, args.workspace)
        now = linchpin.now()
        board = roadmap.board(linchpin.database, workspace.id, now, view.reader)
    finally:
        linchpin.database.dispose()
    try:
        content = roadmap_document(replace(board, withheld=()), view, Format(args.format), now)
    except DrawingError as error:
        raise Unavailable(f"{error} The other formats work without drawing.") from error
    with whole_file(Path(args.out)) as file:
        file.write(content)
    return sum(column.total for column in board.columns), board.withheld
