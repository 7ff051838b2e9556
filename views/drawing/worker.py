"""Draws an SVG to PNG in a process of its own: ``worker.py WIDTH FONT... < a.svg > a.png``.

It imports nothing else, not even the bot, as a good part of drawing a picture is starting to.
A width of 0 is the picture's own.
"""

import sys

import resvg_py


def main(width: int, fonts: list[str]) -> int:
    """Draw standard input to standard output; 1 and a sentence when that cannot be done."""
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=sys.stdin.buffer.read().decode(),
            font_files=fonts,
            width=width or None,
            # Looking through all fonts of a machine takes longer than a picture without.
            skip_system_fonts=True,
        )
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(bytes(png))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
