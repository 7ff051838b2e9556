"""SVG to PNG in a short-lived process: ``python -m views.drawing.png < board.svg > board.png``.

resvg holds the interpreter's lock while it draws, in which no request would be acknowledged, so the
bot never draws in its own process.
"""

import subprocess
import sys
from pathlib import Path

_FONTS = Path(__file__).parent / "fonts"


class DrawingError(Exception):
    """A picture could not be drawn; the message is a sentence."""


def draw_png(svg: str, timeout_s: float) -> bytes:
    """The PNG of an SVG; raises DrawingError when it cannot be drawn in ``timeout_s`` seconds."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "views.drawing.png"],
            input=svg.encode(),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingError(f"Drawing took longer than {timeout_s:.0f} s.") from error
    except OSError as error:
        raise DrawingError("No process could be started to draw in.") from error
    if done.returncode != 0 or not done.stdout:
        raise DrawingError("The picture could not be drawn.")
    return done.stdout


def main() -> int:
    """Draw standard input to standard output; the exit code."""
    import resvg_py

    try:
        # System fonts stay on for the scripts that the shipped font lacks.
        png = resvg_py.svg_to_bytes(
            svg_string=sys.stdin.buffer.read().decode(),
            font_dirs=[str(_FONTS)],
            sans_serif_family="Inter",
        )
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(bytes(png))
    return 0


if __name__ == "__main__":
    sys.exit(main())
