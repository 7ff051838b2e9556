"""Make the page's emoji font: the emoji of sandbox/emoji.tsv that are one character.

npm pack @fontsource/noto-color-emoji@5.3.2 && tar xzf fontsource-noto-color-emoji-5.3.2.tgz
pip install fonttools brotli
python docs/make_emoji_font.py package/files/noto-color-emoji-emoji-400-normal.woff2
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SANDBOX = Path(__file__).parents[1] / "sandbox"
EMOJI = SANDBOX / "emoji.tsv"
OUT = SANDBOX / "static" / "fonts" / "emoji.woff2"
SKIN_TONES = range(0x1F3FB, 0x1F400)


def wanted() -> set[int]:
    """Return the code points of all emoji that need no other character, and the skin tones."""
    rows = (line.split("\t") for line in EMOJI.read_text(encoding="utf-8").splitlines())
    chars = (row[1].replace("\ufe0f", "") for row in rows if len(row) > 1)
    return {ord(char) for char in chars if len(char) == 1} | set(SKIN_TONES)


def make(source: str) -> None:
    """Write the subset of the font at ``source``: outlines and colours, no sequences, no SVG."""
    font = TTFont(source)
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = [0, 1, 2, 5, 13, 14]
    for table in ("SVG ", "GSUB"):
        del font[table]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(OUT)


if __name__ == "__main__":
    make(sys.argv[1])
