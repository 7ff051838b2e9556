"""Files in any encoding: read as they were written, or asked about; nothing is lost unseen."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.imports.reading.encodings import ENCODINGS, decoding_of, encoding_label, encoding_named
from domain.imports.reading.records import Record, form_of, records

TEXTS = {
    "German": "Kunde;Nachricht\nMüller;Der Export dauert zu lange. Schöne Grüße\n",
    "French": "Client;Commentaire\nSociété;Je préfère être prévenu dès que c'est terminé à côté\n",
    "Spanish": "Empresa;Comentario\nPeñón;La exportación tarda, ¿podrían añadir más opciones?\n",
    "Portuguese": "Cliente;Comentário\nJoão;A exportação é lenta, não funciona à noite\n",
    "Swedish": "Kund;Kommentar\nÅsa;Det är för långsamt att exportera, gör något åt det\n",
    "Polish": "Klient;Wiadomość\nŻabka;Eksport trwa zbyt długo. Częściej niż wcześniej, proszę\n",
    "Russian": "Клиент;Сообщение\nАкме;Экспорт идёт слишком долго, пожалуйста ускорьте\n",
    "Japanese": "顧客,コメント\nアクメ,エクスポートに時間がかかりすぎます。早くしてください\n",
    "Chinese": "客户,反馈\n阿克米,导出太慢了,请尽快改进一下这个功能\n",
    "Taiwanese": "客戶,反饋\n阿克米,匯出太慢了,請儘快改進一下這個功能\n",
    "Korean": "고객,의견\n아크메,내보내기가 너무 오래 걸립니다. 개선해 주세요\n",
}
WRITTEN = [
    *(
        (language, "cp1252")
        for language in ("German", "French", "Spanish", "Portuguese", "Swedish")
    ),
    *((language, "mac_roman") for language in ("German", "French", "Spanish", "Swedish")),
    *(("Polish", encoding) for encoding in ("cp1250", "iso8859_2")),
    *(("Russian", encoding) for encoding in ("cp1251", "koi8_r", "cp866", "mac_cyrillic")),
    *(("Japanese", encoding) for encoding in ("cp932", "euc_jp")),
    ("Chinese", "gb18030"),
    ("Taiwanese", "big5"),
    ("Korean", "cp949"),
]


def read(content: bytes, encoding: str | None = None) -> list[Record]:
    file = io.BytesIO(content)
    return list(records(file, form_of(file, encoding)))


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
@pytest.mark.parametrize("times", [1, 40])
def test_older_encodings_are_proposed_rightly_and_asked_about(
    language: str, encoding: str, times: int
) -> None:
    text = TEXTS[language] * times
    found = decoding_of(io.BytesIO(text.encode(encoding)))
    assert text.encode(encoding).decode(found.encoding) == text
    assert not found.is_certain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", TEXTS)
def test_unicode_is_certain_with_and_without_a_mark(language: str, encoding: str) -> None:
    content = TEXTS[language].encode(encoding)
    found = decoding_of(io.BytesIO(content))
    assert found.is_certain and content.decode(found.encoding) == TEXTS[language]


@pytest.mark.parametrize("language", TEXTS)
def test_one_bad_byte_leaves_a_file_utf_8_with_its_record_marked(language: str) -> None:
    content = TEXTS[language].encode() * 3 + b"x;broken \xff here\n" + TEXTS[language].encode()
    assert decoding_of(io.BytesIO(content)).encoding == "utf-8"
    found = read(content)
    (marked,) = [one for one in found if one.undecodable]
    assert marked.undecodable == 1 and "broken \ufffd here" in " ".join(marked.cells)
    assert sum("\ufffd" in cell for one in found for cell in one.cells) == 1


@pytest.mark.parametrize("language", TEXTS)
def test_a_file_cut_inside_a_character_stays_utf_8(language: str) -> None:
    content = TEXTS[language].encode() + "Öx;é".encode()[:-1]
    assert decoding_of(io.BytesIO(content)).encoding == "utf-8"
    assert [one.undecodable for one in read(content)][-1] == 1


def test_a_damaged_character_in_japanese_leaves_the_file_japanese() -> None:
    lines = TEXTS["Japanese"].encode("cp932") * 20
    content = lines + b"x,\x85\x7f\n" + lines
    assert decoding_of(io.BytesIO(content)).encoding == "cp932"
    assert sum(one.undecodable > 0 for one in read(content)) == 1


def test_what_is_far_into_a_file_decides_too() -> None:
    content = b"Text\n" + b"plain words\n" * 60_000 + "größer und schöner\n".encode("cp1252")
    assert decoding_of(io.BytesIO(content)).encoding == "cp1252"


def test_zero_bytes_in_plain_text_are_no_utf_16() -> None:
    assert decoding_of(io.BytesIO(b"Text,Who\na\0b,c\nplain,words\n" * 9)).encoding == "utf-8"


@pytest.mark.parametrize(
    ("typed", "encoding"),
    [
        ("cp1251", "cp1251"),
        ("Windows-1251", "cp1251"),
        ("windows 1252 (Western Europe)", "cp1252"),
        ("Shift JIS", "cp932"),
        ("UTF8", "utf-8"),
        ("latin-1", "iso8859-1"),
        ("Mac Roman", "mac_roman"),
    ],
)
def test_encodings_are_named_in_several_ways(typed: str, encoding: str) -> None:
    assert encoding_named(typed) == encoding


@pytest.mark.parametrize("typed", ["klingon", "", "base64", "zlib", "rot13"])
def test_an_unknown_encoding_says_which_are_known(typed: str) -> None:
    with pytest.raises(InvalidInput, match="Use one of: utf-8, "):
        encoding_named(typed)


def test_a_chosen_encoding_is_not_guessed() -> None:
    content = TEXTS["Russian"].encode("koi8_r")
    assert read(content, "koi8_r")[0].cells == ("Клиент", "Сообщение")
    assert read(content, "cp1252")[0].cells != ("Клиент", "Сообщение")


@given(st.binary(max_size=400), st.sampled_from([None, *ENCODINGS]))
def test_any_bytes_are_read_and_every_replacement_is_counted(
    content: bytes, encoding: str | None
) -> None:
    for record in read(content, encoding):
        assert encoding_label(encoding or "utf-8")
        if not record.undecodable:
            marks = "".join(record.cells).count("\ufffd")
            decoded = content.decode(
                encoding or decoding_of(io.BytesIO(content)).encoding, "ignore"
            )
            assert marks <= decoded.count("\ufffd")
