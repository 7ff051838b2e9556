"""Older encodings: charset-normalizer says which are possible, the letters say which is likely."""

from collections.abc import Callable

from charset_normalizer import from_bytes

_CANDIDATES = [
    *("cp1252", "mac_roman", "cp1250", "cp1251", "iso8859_2", "iso8859_15", "koi8_r", "cp932"),
    *("euc_jp", "gb18030", "big5", "cp949", "cp850", "cp866", "mac_latin2", "mac_cyrillic"),
    *("cp1253", "cp1254"),
]
"""In the order in which they are preferred where the letters do not decide."""

_LETTERS = {
    "German": "äöüßÄÖÜ",
    "French": "éèêàçùâîôûœëïÉÈÀÇÊ",
    "Spanish": "áéíóúñü¿¡ÁÉÍÓÚÑ",
    "Italian": "àèéìòùÀÈÉÌÒÙ",
    "Portuguese": "ãáâàéêíóôõúçÃÁÂÉÊÍÓÔÕÚÇ",
    "Dutch": "ëïéèöüá",
    "Swedish": "åäöÅÄÖé",
    "Danish": "æøåÆØÅé",
    "Polish": "ąćęłńóśżĄĆĘŁŃÓŚŻźŹ",
    "Czech": "áčďéěíňóřšťúůýžÁČŠŽŘ",
    "Hungarian": "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "Turkish": "çğışöüÇĞİŞÖÜ",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёОЕАИНТСРВЛКМДПУЯЫГЗБЧЙХЖШЮЦЩЭФЁъ",
}
_PUNCTUATION = frozenset("€£„“”‘’‚–—…«»°§·•™©®\u00a0\u202f")
_RARE = frozenset("źŹďťňĎŤŇ")
_RARE_WEIGHT, _PUNCTUATION_WEIGHT = 0.6, 0.9
_ASIAN = frozenset({"cp932", "euc_jp", "gb18030", "big5", "cp949"})


def proposed(sample: bytes) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8.

    Of the encodings that charset-normalizer finds possible it is the one whose letters one
    language uses; Windows-1252 where none is possible.
    """
    lines = sample.splitlines(keepends=True)
    half = len(lines) // 2
    possible = _possible(sample)
    # A damaged character rules out the right one, but not in the half that is whole.
    for part in (possible, _possible(b"".join(lines[:half])), _possible(b"".join(lines[half:]))):
        if part and part[0] in _ASIAN:
            return part[0]
    also = ("cp1252", "mac_roman", "cp850") if possible else ("cp1252", "mac_roman", "cp1251")
    ways = dict.fromkeys([*possible, *also])
    return max(ways, key=lambda name: (_likeliness(sample, name), -_CANDIDATES.index(name)))


def _possible(sample: bytes) -> list[str]:
    found = [one.encoding for one in from_bytes(sample, cp_isolation=_CANDIDATES)]
    return [name for name in found if name in _CANDIDATES]


def _likeliness(sample: bytes, encoding: str) -> float:
    """How well the letters above ASCII fit one language, from 0 to 1."""
    text = sample.decode(encoding, errors="replace")
    odd = [char for char in text if char > "\x7f"]
    if not odd:
        return 0.0
    if encoding in _ASIAN:
        return 0.5
    best = max(sum(map(_weights(letters), odd)) for letters in _LETTERS.values())
    return round(best / len(odd), 3)


def _weights(letters: str) -> Callable[[str], float]:
    known = frozenset(letters)

    def weight(char: str) -> float:
        if char in known:
            return _RARE_WEIGHT if char in _RARE else 1.0
        return _PUNCTUATION_WEIGHT if char in _PUNCTUATION else 0.0

    return weight
