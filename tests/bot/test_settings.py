from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1-abc", "SLACK_APP_TOKEN": "xapp-1-abc"}
KEY = "k" * 32


def test_an_empty_environment_gives_the_documented_defaults() -> None:
    settings = load_settings({}, None)
    assert settings == Settings()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///linchpin.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.mode is None
    assert not settings.has_tokens


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "http", "PORT must be a whole number"),
        ("PORT", "65536", "PORT must be a whole number"),
        ("PORT", "-1", "PORT must be a whole number"),
        ("PORT", "٣٠٠٠", "PORT must be a whole number"),
        ("OPS_PORT", "x", "OPS_PORT must be a whole number"),
        ("OPS_HOST", "127.0.0.1", "OPS_PORT is missing"),
        ("SLACK_INSTALL", "acme", "SLACK_INSTALL must be open, closed, or the team ids"),
        ("SLACK_INSTALL", "T1,,U2", "SLACK_INSTALL must be open, closed, or the team ids"),
        ("SLACK_INSTALL", ",", "SLACK_INSTALL must be open, closed, or the team ids"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of DEBUG, INFO"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be text or json"),
        ("SLACK_BOT_TOKEN", "xoxp-1", "SLACK_BOT_TOKEN must begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN must begin with xapp-"),
        ("DATABASE_URL", "mysql://h/d", "DATABASE_URL must begin with sqlite:///"),
        ("DATABASE_URL", "linchpin.db", "DATABASE_URL must begin with sqlite:///"),
        ("DATABASE_URL", "postgresql://", "DATABASE_URL must begin with sqlite:///"),
        ("DATABASE_URL", "postgresql://h/d?prepare_threshold=x", "prepare_threshold=x"),
        ("DATABASE_URL", "postgresql://h/d?sslmod=require", "unknown option, sslmod"),
        ("DATABASE_URL", "postgresql://h:port/d", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "sqlite:///a.db?timeout=5", "doesn't take here: timeout"),
        ("SLACK_API_URL", "slack.com/api", "SLACK_API_URL must be an address"),
        ("SLACK_API_URL", "ftp://slack.com/", "SLACK_API_URL must be an address"),
        ("LINCHPIN_SECRET_KEY", "short", "LINCHPIN_SECRET_KEY must have at least 32"),
        ("LINCHPIN_SECRET_KEY", "k" * 32 + ",short", "LINCHPIN_SECRET_KEY must have at least 32"),
        ("LINCHPIN_SECRET_KEY", "k" * 32 + ",", "LINCHPIN_SECRET_KEY must have at least 32"),
        ("SLACK_CLIENT_ID", "1.2", "SLACK_CLIENT_SECRET is missing"),
        ("SLACK_CLIENT_SECRET", "s", "SLACK_CLIENT_ID is missing"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(
    name: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({name: value}, None)
    assert says in refused.value.message
    assert "\n" not in refused.value.message
    if "TOKEN" in name or "KEY" in name:
        assert value not in refused.value.message


def test_many_workspaces_need_the_key_that_seals_their_tokens() -> None:
    with pytest.raises(SettingsError, match="LINCHPIN_SECRET_KEY is missing"):
        load_settings({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}, None)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_same_driver(scheme: str) -> None:
    settings = load_settings({"DATABASE_URL": f"{scheme}://u:p@db/linchpin"}, None)
    assert settings.database_url == "postgresql+psycopg://u:p@db/linchpin"


def test_the_api_address_always_ends_in_a_slash() -> None:
    settings = load_settings({"SLACK_API_URL": "http://127.0.0.1:4000/api"}, None)
    assert settings.slack_api_url == "http://127.0.0.1:4000/api/"


def test_an_app_token_means_socket_mode_and_a_signing_secret_alone_means_http() -> None:
    assert load_settings({**SOCKET, "SLACK_SIGNING_SECRET": "s"}, None).mode == "socket"
    assert load_settings({"SLACK_SIGNING_SECRET": "s"}, None).mode == "http"


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        ({}, 2),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, 1),
        ({"SLACK_APP_TOKEN": "xapp-1"}, 1),
        (SOCKET, 0),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, 0),
        (
            {
                "SLACK_SIGNING_SECRET": "s",
                "SLACK_CLIENT_ID": "1",
                "SLACK_CLIENT_SECRET": "2",
                "LINCHPIN_SECRET_KEY": KEY,
            },
            0,
        ),
    ],
)
def test_what_is_missing_to_run_is_named(environ: dict[str, str], missing: int) -> None:
    assert len(load_settings(environ, None).missing()) == missing


def test_the_environment_wins_over_the_file_and_empty_values_count_as_unset(
    tmp_path: Path,
) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=4000\nHOST=0.0.0.0\nSLACK_SIGNING_SECRET=a${PATH}b\n", encoding="utf-8")
    settings = load_settings({"PORT": "5000", "HOST": ""}, file)
    assert (settings.port, settings.host) == (5000, "0.0.0.0")
    assert settings.signing_secret == "a${PATH}b"


def test_a_file_that_is_not_there_is_no_error_and_one_that_is_no_text_is_named(
    tmp_path: Path,
) -> None:
    assert load_settings({}, tmp_path / "absent") == Settings()
    broken = tmp_path / ".env"
    broken.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match=str(broken)):
        load_settings({}, broken)


def test_the_representation_shows_no_secret() -> None:
    settings = Settings(
        bot_token="xoxb-secret",
        app_token="xapp-secret",
        signing_secret="sign-secret",
        client_secret="client-secret",
        database_url="postgresql+psycopg://u:db-secret@h/d",
        secret_key="key-secret",
    )
    assert "secret" not in repr(settings).replace("_secret", "")


@pytest.mark.parametrize(
    ("environ", "here", "apart"),
    [
        ({}, True, None),
        ({"HOST": "localhost"}, True, None),
        ({"HOST": "127.8.0.1"}, True, None),
        ({"HOST": "::1"}, True, None),
        ({"HOST": "0.0.0.0"}, False, None),
        ({"HOST": "::"}, False, None),
        ({"HOST": "linchpin.internal"}, False, None),
        ({"HOST": "0.0.0.0", "OPS_PORT": "3001"}, False, ("127.0.0.1", 3001)),
        ({"OPS_PORT": "3001", "OPS_HOST": "10.0.0.7"}, False, ("10.0.0.7", 3001)),
        ({"OPS_PORT": "3000"}, True, None),
        ({"HOST": "0.0.0.0", "OPS_HOST": "0.0.0.0", "OPS_PORT": "3000"}, True, None),
    ],
)
def test_operators_are_answered_apart_or_here_or_nowhere(
    environ: dict[str, str], here: bool, apart: tuple[str, int] | None
) -> None:
    settings = load_settings(environ, None)
    assert (settings.ops_here, settings.ops_apart) == (here, apart)


@pytest.mark.parametrize(
    ("value", "may", "address"),
    [
        ("", True, "https://l.example.com/slack/install"),
        ("open", True, "https://l.example.com/slack/install"),
        ("T1, t2", True, "https://l.example.com/slack/install"),
        ("T2", False, None),
        ("Closed", False, None),
    ],
)
def test_who_may_install_is_everybody_some_or_nobody(
    value: str, may: bool, address: str | None
) -> None:
    oauth = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "LINCHPIN_SECRET_KEY": KEY}
    environ = {**oauth, "PUBLIC_URL": "https://l.example.com/", "SLACK_INSTALL": value}
    settings = load_settings(environ, None)
    assert settings.may_install("T1") is may
    assert settings.install_address("T1") == address
    assert (
        load_settings({"PUBLIC_URL": "https://l.example.com"}, None).install_address("T1") is None
    )
    assert load_settings(oauth, None).install_address("T1") is None
