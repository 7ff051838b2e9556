import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from bot.cli import main
from domain.feedback.model import Draft, Source
from services.feedback import capture as feedback
from storage.database.engine import open_database
from tests.support import make
from tests.support.nursery import ROOT, Ended, born


def linchpin(folder: Path, *arguments: str, environ: Mapping[str, str] | None = None) -> Ended:
    """The finished command line, run in ``folder`` with no more environment than is said."""
    return born(folder, arguments, environ or {}).wait()


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    commands = ["run", "sandbox", "migrate", "doctor", "manifest", "export", "digest"]
    for command in [*commands, "deliveries"]:
        assert command in done.stdout


def test_help_loads_no_server_and_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['linchpin', '--help']\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'slack_bolt', 'sqlalchemy', 'uvicorn', 'starlette', 'alembic'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["run", "--port", "1"],
        ["sandbox", "--port", "http"],
        ["sandbox", "--port", "70000"],
        ["manifest", "--mode", "pigeon"],
        ["manifest", "--mode", "http"],
        ["manifest", "--mode", "http", "--url", "http://linchpin.example.com"],
        ["export"],
        ["digest"],
        ["digest", "run", "--at", "monday"],
        ["digest", "run", "--at", "2026-03-02T09:00:00"],
        ["deliveries", "--retry", "F-1"],
    ],
)
def test_wrong_usage_exits_2_with_nothing_on_stdout(tmp_path: Path, arguments: list[str]) -> None:
    done = linchpin(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_run_without_tokens_names_them_and_never_falls_back(tmp_path: Path) -> None:
    done = linchpin(tmp_path, "run")
    assert done.returncode == 2
    assert "SLACK_APP_TOKEN" in done.stderr
    assert "SLACK_BOT_TOKEN" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_one_token_alone_means_slack_and_the_missing_one_is_named(tmp_path: Path) -> None:
    done = linchpin(tmp_path, environ={"SLACK_APP_TOKEN": "xapp-1"})
    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN" in done.stderr


def test_a_wrong_setting_is_one_sentence_from_the_file_as_from_the_environment(
    tmp_path: Path,
) -> None:
    (tmp_path / ".env").write_text("PORT=http\n", encoding="utf-8")
    done = linchpin(tmp_path, "manifest")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "linchpin: PORT must be a whole number from 0 to 65535.\n"


def test_the_manifest_goes_to_stdout_alone(tmp_path: Path) -> None:
    done = linchpin(tmp_path, "manifest", "--mode", "http", "--url", "https://l.example.com")
    assert (done.returncode, done.stderr) == (0, "")
    assert yaml.safe_load(done.stdout)["settings"]["socket_mode_enabled"] is False


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    command = f"{sys.executable} -m bot.cli manifest | true"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize("form", ["svg", "csv", "md", "ics", "html"])
def test_the_roadmap_is_written_as_a_file(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'small.db'}")
    out = tmp_path / f"roadmap.{form}"
    arguments = ["roadmap", "export", "--format", form, "--out", str(out)]
    assert main(arguments) == 1 and not out.exists()
    database = open_database(f"sqlite:///{tmp_path / 'small.db'}")
    make.workspace(database)
    database.dispose()
    assert main([*arguments, "--audience", "customers", "--lanes", "owner"]) == 1
    assert main([*arguments, "--view", "quarters", "--lanes", "area"]) == 0
    assert out.read_bytes()


def test_what_a_search_finds_is_written_as_a_table_and_a_wrong_filter_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    address, out = f"sqlite:///{tmp_path / 'small.db'}", tmp_path / "found.csv"
    monkeypatch.setenv("DATABASE_URL", address)
    assert main(["migrate"]) == 0
    database = open_database(address)
    place = make.workspace(database).id
    for text, is_private in (("=export", False), ("export too", True)):
        source = Source("C1", text, is_private=is_private)
        feedback.capture(database, make.request(place), Draft(text, source=source))
    database.dispose()
    assert main(["export", "--out", str(out), "--filter", "kind:feedback"]) == 0
    table = out.read_text(encoding="utf-8")
    assert "'=export" in table
    assert "export too" not in table
    assert main(["export", "--out", str(out), "--filter", "custmer:Acme"]) == 1
    assert "Did you mean customer:?" in capsys.readouterr().err
