"""Texts whose pieces are known: those that the library `tokenizers` 0.23 cuts them into.

`wordpiece_expected.jsonl` holds each text of TEXTS with the numbers of its pieces; of the many
texts that are made here, the test knows a digest of all their pieces.
"""

import random
import unicodedata
from collections.abc import Iterator

TEXTS = [
    "",
    " ",
    "export csv",
    "Please add an export to Excel, our finance team copies 300 rows by hand every Monday!",
    "Dark-mode on the phone (iOS 17.2) doesn't work: the screen stays white.",
    "We can't sign in with SSO/SAML; see https://example.com/docs?x=1&y=2#top and a_b_c.",
    "[UNK] [CLS] [SEP] [PAD] [MASK] ##ing ## #",
    "user@example.com paid 1.234,50 € or $12k, i.e. 20 %",
    "Größe ändern, Straße, Übersicht, MASSSTAB und ẞ",
    "Rechnungsverarbeitungsschnittstelle",
    "Où est la facture ? Ça déplaît à l'équipe œuvre naïve",
    "¿Cuándo estará listo? ¡El niño pidió más opciones!",
    "Não consigo exportar relatórios; a função está indisponível.",
    "Perché non c'è l'esportazione? Città, già, più",
    "Łódź, żółć, źdźbło, ąęćńó",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "Árvíztűrő tükörfúrógép",
    "Iğdır İSTANBUL ışık ŞĞÜÖÇ",
    "Đặt hàng không được, vui lòng thêm tiếng Việt",
    "Þetta er gott, ævintýri og öx",
    "Smörgåsbord på ön, blåbærsyltetøy",
    "Экспорт в CSV не работает, ёлка и йод",
    "Будь ласка, додайте українську мову: її, ґанок, єдність",
    "Ο ΛΟΓΑΡΙΑΣΜΟΣ ΤΗΣ ΟΔΟΣ είναι λάθος, πώς",
    "ייצוא לאקסל לא עובד, בְּרֵאשִׁית",
    "التصدير إلى إكسل لا يعمل، مُحَمَّد",
    "فاکتور اشتباه است؛ لطفاً کمک کنید",
    "निर्यात काम नहीं करता, कृपया हिन्दी जोड़ें",
    "এক্সপোর্ট কাজ করছে না",
    "ஏற்றுமதி வேலை செய்யவில்லை",
    "ส่งออกไม่ได้ กรุณาเพิ่มภาษาไทย",
    "გთხოვთ დაამატოთ ექსპორტი",
    "Արտահանումը չի աշխատում",
    "导出到 Excel 失败，请修复。",
    "匯出為CSV檔案，謝謝！",
    "エクスポートが動きません。ガギグゲゴ パピプペポ ｶﾞｷﾞ",
    "내보내기가 작동하지 않습니다. 한국어",
    "mixed 导出csv文件 and エクスポート in one",
    "emoji 👍🏽 👩\u200d👩\u200d👧 🇩🇪 ☕️ ✅ end",
    "zero\u200bwidth soft\u00adhyphen bom\ufeff nbsp\u00a0thin\u2009line\u2028para\u2029end",
    "tab\tline\r\nfeed\x0bform\x0c nul\x00 bell\x07 del\x7f next\x85",
    "full-width ＡＢＣ１２３ ！？ and half ｱｲｳ",
    "ligatures ﬁ ﬂ ĳ ǆ, roman Ⅷ, circled ①, fraction ½, superscript x²",
    "quotes “double” ‘single’ «guillemets» „low“ — dash – en … ellipsis",
    "math ∑ ∫ √ ≤ ≥ ≠ ± × ÷ ∞ and arrows → ⇒",
    "e\u0301 and é, o\u0308 and ö, n\u0303, A\u030a",
    "a" * 100,
    "a" * 101,
    "é" * 101,
    "x" * 60 + "é" * 41,
    "unaffable embeddings tokenization antidisestablishmentarianism",
    "supercalifragilisticexpialidocious xqzjkw",
    "C++ C# .NET node.js a/b\\c {json: [1,2]} <b>html</b> `code` ~/x",
    "don't can't it's I'd we've they'll rock'n'roll O'Neill",
    "\ue000 private \U000f0000 planes \U00100000",
    "\ufffd replaced \ufffe",
]


def characters() -> Iterator[str]:
    """Every character that all versions of Python know, alone and between letters."""
    for code in range(0x110000):
        char = chr(code)
        if unicodedata.ucd_3_2_0.category(char) not in ("Cn", "Cs"):
            yield char
            yield f"a{char}b"


_ALPHABETS = [
    *[(0x20, 0x7F)] * 6,
    (0xA0, 0x234),
    (0x300, 0x34F),
    (0x391, 0x3CF),
    (0x410, 0x450),
    (0x5D0, 0x5EB),
    (0x621, 0x656),
    (0x905, 0x94E),
    (0x1E00, 0x1E9B),
    (0x2010, 0x2040),
    (0x3041, 0x3097),
    (0x4E00, 0x5200),
    (0xAC00, 0xAD00),
]


def random_texts(count: int = 5_000) -> Iterator[str]:
    """Texts of up to 40 characters from many alphabets, the same ones each time."""
    chance = random.Random(5)
    for _ in range(count):
        spans = [chance.choice(_ALPHABETS) for _ in range(chance.randrange(1, 40))]
        yield "".join(chr(chance.randrange(*span)) for span in spans)
