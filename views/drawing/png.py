"""SVG to PNG in a short-lived process.

resvg holds the interpreter's lock while it draws, in which no request would be acknowledged, so the
bot never draws in its own process. A process for each picture leaves no memory behind, and a
picture that hangs is ended with it.
"""

import math
import re
import subprocess
import sys
from pathlib import Path

from views.drawing.system_fonts import fonts_for

_HERE = Path(__file__).resolve().parent
_WORKER = _HERE / "worker.py"
_FONTS = tuple(_HERE / "fonts" / f"BoardSans-{weight}.ttf" for weight in ("Regular", "SemiBold"))

_SIZE = re.compile(r'<svg[^>]*\swidth="(?P<width>[\d.]+)"\s+height="(?P<height>[\d.]+)"')

_MOST_PIXELS = 2_300_000
"""Packing pixels is half of drawing. A roadmap of 60 ideas has 3.1 million at full width; with
these it takes a quarter less, and is still about as wide as a phone has pixels."""


class DrawingError(Exception):
    """A picture could not be drawn; the message is a sentence."""


def draw_png(svg: str, timeout_s: float) -> bytes:
    """The PNG of an SVG; raises DrawingError when it cannot be drawn in ``timeout_s`` seconds.

    With the shipped font alone every machine draws the same picture; the machine's own fonts are
    used only for letters that the shipped one lacks.
    """
    fonts = [str(path) for path in (*_FONTS, *fonts_for(svg))]
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_WORKER), str(_width(svg)), *fonts],
            input=svg.encode(errors="replace"),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingError(f"Drawing took longer than {timeout_s:g} s.") from error
    except OSError as error:
        raise DrawingError("No process could be started to draw in.") from error
    if done.returncode != 0 or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1][:300] if said else f"exit code {done.returncode}"
        raise DrawingError(f"The picture could not be drawn: {why}")
    return done.stdout


def _width(svg: str) -> int:
    """How wide a picture is drawn, in pixels; 0 is its own width, unless that is too many."""
    size = _SIZE.search(svg)
    if size is None:
        return 0
    width, height = float(size["width"]), float(size["height"])
    if width * height <= _MOST_PIXELS:
        return 0
    return int(math.sqrt(_MOST_PIXELS * width / height))
