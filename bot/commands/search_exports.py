"""``linchpin export --filter``: what a search finds as a table, from the command line."""

from argparse import Namespace
from pathlib import Path

from bot.app import Linchpin
from services.home.whole_file import whole_file
from services.search import files as searching_files
from services.workspace import installations
from views.search.table import search_table


def export_search(linchpin: Linchpin, args: Namespace) -> int:
    """Write what a search finds as CSV, at most 10,000 results; how many there are.

    Raises InvalidInput for a search or a workspace that cannot be understood, NotFound for a name
    that nobody has, OSError when the file cannot be written.
    """
    workspace = installations.chosen(linchpin.database, args.workspace)
    hits, names = searching_files.for_operator(
        linchpin.database, workspace.id, args.filter, linchpin.now()
    )
    with whole_file(Path(args.out)) as file:
        file.write(search_table(hits, names).encode())
    return len(hits)
