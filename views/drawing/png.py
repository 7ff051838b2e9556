"""SVG to PNG in a short-lived process: ``python -m views.drawing.png < board.svg > board.png``.

resvg holds the interpreter's lock while it draws, in which no request would be acknowledged, so the
bot never draws in its own process. The worker imports nothing of the bot: it starts at once, and
from any folder.
"""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve()
_FONTS = _HERE.parent / "fonts"


_SCRIPTS = {
    "Chinese": "漢",
    "Japanese": "あ",
    "Korean": "한",
    "Thai": "ไ",
    "Hindi": "ह",
    "Bengali": "ব",
    "Tamil": "த",
    "Georgian": "ქ",
    "Armenian": "Ք",
}
"""A letter of each script that the shipped font lacks and that many people write."""

_NO_LETTER = "\uf8ff"
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" font-family="Board Sans">'
    '<text x="5" y="30" font-size="24">{}</text></svg>'
)


_SIZE = re.compile(r'<svg[^>]*\swidth="(?P<width>[\d.]+)"\s+height="(?P<height>[\d.]+)"')

_MOST_PIXELS = 2_300_000
"""Packing pixels is a third of drawing. A roadmap of 60 ideas has 3.1 million at full width; with
these it takes a quarter less, and is still about as wide as a phone has pixels."""


class DrawingError(Exception):
    """A picture could not be drawn; the message is a sentence."""


def draw_png(svg: str, timeout_s: float) -> bytes:
    """The PNG of an SVG; raises DrawingError when it cannot be drawn in ``timeout_s`` seconds."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_HERE)],
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


def scripts_without_font(timeout_s: float) -> tuple[str, ...]:
    """The scripts that pictures show as empty boxes, as no font on this machine can draw them.

    Raises DrawingError when that cannot be found out in ``timeout_s`` seconds.
    """
    command = [sys.executable, "-P", str(_HERE), "--scripts"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout_s, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise DrawingError("The fonts of this machine could not be looked through.") from error
    return tuple(json.loads(done.stdout))


def main() -> int:
    """Draw standard input to standard output, or name the scripts without a font; the exit code."""
    if sys.argv[1:] == ["--scripts"]:
        sys.stdout.write(json.dumps(_undrawable()))
        return 0
    return _draw()


def _undrawable() -> list[str]:
    import resvg_py

    def drawn(letter: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=_PROBE.format(letter), font_files=_fonts()))

    nothing, box = drawn(""), drawn(_NO_LETTER)
    return [name for name, letter in _SCRIPTS.items() if drawn(letter) in (nothing, box)]


def _fonts() -> list[str]:
    return sorted(str(path) for path in _FONTS.glob("*.ttf"))


def _draw() -> int:
    import resvg_py

    svg = sys.stdin.buffer.read().decode()
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            font_files=_fonts(),
            width=_width(svg),
            # With the shipped font alone, every machine draws the same picture; the machine's own
            # fonts are looked through only for a script that the shipped one lacks.
            skip_system_fonts=_is_covered(svg),
        )
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(bytes(png))
    return 0


def _width(svg: str) -> int | None:
    """How wide a picture is drawn, in pixels: its own width unless that would be too many."""
    size = _SIZE.search(svg)
    if size is None:
        return None
    width, height = float(size["width"]), float(size["height"])
    if width * height <= _MOST_PIXELS:
        return None
    return int(math.sqrt(_MOST_PIXELS * width / height))


def _is_covered(text: str) -> bool:
    runs = json.loads((_FONTS / "advances.json").read_text(encoding="ascii"))["runs"]
    known = {"\n"}.union(chr(start + n) for start, count, *_ in runs for n in range(count))
    return known.issuperset(text)


if __name__ == "__main__":
    sys.exit(main())
