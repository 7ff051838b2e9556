"""SVG to PNG in a short-lived process: ``python -m views.drawing.png < board.svg > board.png``.

resvg holds the interpreter's lock while it draws, in which no request would be acknowledged, so the
bot never draws in its own process. The worker imports nothing of the bot: it starts at once, and
from any folder.
"""

import json
import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).resolve()
_FONTS = _HERE.parent / "fonts"


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


def main() -> int:
    """Draw standard input to standard output; the exit code."""
    import resvg_py

    svg = sys.stdin.buffer.read().decode()
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            font_files=sorted(str(path) for path in _FONTS.glob("*.ttf")),
            # With the shipped font alone, every machine draws the same picture; the machine's own
            # fonts are looked through only for a script that the shipped one lacks.
            skip_system_fonts=_is_covered(svg),
        )
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(bytes(png))
    return 0


def _is_covered(text: str) -> bool:
    runs = json.loads((_FONTS / "advances.json").read_text(encoding="ascii"))["runs"]
    known = {"\n"}.union(chr(start + n) for start, count, *_ in runs for n in range(count))
    return known.issuperset(text)


if __name__ == "__main__":
    sys.exit(main())
