"""Connection options of DATABASE_URL are read by their type, or refused in a sentence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from storage.database.url import CONNECTS_WITHIN_S, place_of, read

HERE = "postgresql+psycopg://u:pass-word@db.example.com:6432/linchpin"


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("", {}),
        ("?prepare_threshold=0", {"prepare_threshold": 0}),
        ("?prepare_threshold=12", {"prepare_threshold": 12}),
        ("?prepare_threshold=none", {"prepare_threshold": None}),
        ("?prepare_threshold=Off", {"prepare_threshold": None}),
        ("?connect_timeout=10", {"connect_timeout": 10}),
        ("?keepalives=1&keepalives_idle=30", {"keepalives": 1, "keepalives_idle": 30}),
        ("?sslmode=verify-full&sslrootcert=/ca.pem", {"sslmode": "verify-full",
                                                      "sslrootcert": "/ca.pem"}),
        ("?application_name=linchpin", {"application_name": "linchpin"}),
        ("?options=-c%20search_path%3Dapp", {"options": "-c search_path=app"}),
        ("?target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
    ],
)  # fmt: skip
def test_an_option_is_read_by_its_type(given: str, understood: dict[str, Any]) -> None:
    url, options = read(HERE + given)
    assert options == {"connect_timeout": CONNECTS_WITHIN_S, **understood}
    assert dict(url.query) == {}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("?prepare_threshold=always", "prepare_threshold=always"),
        ("?connect_timeout=3s", "connect_timeout=3s"),
        ("?connect_timeout=²", "connect_timeout"),
        ("?sslmod=require", "sslmod"),
        ("?autocommit=true", "autocommit"),
        ("?row_factory=dict", "row_factory"),
        ("?client_encoding=latin1", "client_encoding"),
        ("?sslmode=require&sslmode=prefer", "sslmode"),
    ],
)
def test_what_cannot_be_read_is_named_in_a_sentence(given: str, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(HERE + given)
    assert named in caught.value.message
    assert "pass-word" not in caught.value.message


@given(st.text(st.characters(exclude_characters="&#"), max_size=40))
def test_no_option_is_anything_but_understood_or_a_sentence(typed: str) -> None:
    try:
        read(f"{HERE}?{typed}")
    except InvalidInput as refused:
        assert refused.message.startswith("DATABASE_URL")


def test_an_address_that_cannot_be_read_says_how_to_write_it() -> None:
    with pytest.raises(InvalidInput, match="percent-encoded"):
        read("postgresql+psycopg://u:p@h:port/name")


def test_sqlite_takes_no_options() -> None:
    with pytest.raises(InvalidInput, match="doesn't take here: timeout"):
        read("sqlite:///linchpin.db?timeout=5")


def test_several_servers_stay_in_the_address_and_are_named() -> None:
    url, options = read("postgresql+psycopg://u:p@/linchpin?host=one:5432&host=two:5433")
    assert options == {"connect_timeout": CONNECTS_WITHIN_S}
    assert place_of(url) == "PostgreSQL at one:5432, two:5433, port 5432, database linchpin"


def test_a_place_is_named_without_its_password() -> None:
    assert place_of(read(HERE)[0]) == ("PostgreSQL at db.example.com, port 6432, database linchpin")
