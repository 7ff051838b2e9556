"""The command line: what was asked, in which mode, and what the exit code says about it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

# Everything else is imported by the command that needs it: `linchpin --help` loads no web server.
from bot.server.private_files import keep_files_private
from bot.settings import Settings, SettingsError, for_setup, from_environment
from domain.core.errors import DatabaseUnavailable, UserError

GOOD, FAILED, WRONG_USAGE = 0, 1, 2

Command = Callable[[Settings, argparse.Namespace], int]


class WrongUsage(Exception):
    """The command cannot be done the way it was asked; the message says what to change."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code: 0 good, 1 failed, 2 wrong usage.

    Results go to stdout, talk to stderr. What a person can cause ends in one sentence.
    """
    args = _parser().parse_args(arguments)
    keep_files_private()
    try:
        settings = for_setup() if args.command is _setup else from_environment()
        _configure_logging(settings)
        command: Command = args.command
        return command(settings, args)
    except (WrongUsage, SettingsError) as wrong:
        return _tell(str(wrong), WRONG_USAGE)
    except DatabaseUnavailable as away:
        return _tell(away.cause, FAILED)
    except UserError as refused:
        return _tell(refused.message, FAILED)
    except BrokenPipeError:
        # The reader of our output is gone; Python would complain once more while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        return _tell(_os_sentence(error), FAILED)
    except KeyboardInterrupt:
        return 130


def _tell(sentence: str, code: int) -> int:
    print(f"linchpin: {sentence}", file=sys.stderr)
    return code


def _os_sentence(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def _configure_logging(settings: Settings) -> None:
    from bot.server import logs

    logs.configure(settings.log_level, settings.log_format)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linchpin",
        description="A Slack bot for product operations. Without a command it runs: with Slack's "
        "tokens at Slack, without them in the sandbox, a local Slack in the browser.",
    )
    parser.set_defaults(command=_run_or_sandbox, host=None, port=None, no_story=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add(commands, "run", _run, "run at Slack; never falls back to the sandbox")
    sandbox = _add(commands, "sandbox", _sandbox, "run in a local Slack, no account needed")
    sandbox.add_argument("--host", help="address to listen on (default: HOST or 127.0.0.1)")
    sandbox.add_argument("--port", type=_port, help="port to listen on (default: PORT or 3000)")
    sandbox.add_argument("--no-story", action="store_true", help="begin with an empty workspace")
    _add(commands, "migrate", _operation("migrate"), "bring the database schema up to date")
    _add(commands, "doctor", _operation("doctor"), "check settings, Slack, database and schedule")
    about = "seal stored Slack tokens with the newest LINCHPIN_SECRET_KEY"
    _add(commands, "rekey", _rekey, about)
    _add_setup(commands)
    _add_manifest(commands)
    export = _add(commands, "export", _operation("export"), "write everything to one JSON file")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    about_filter = "only what a search finds, as CSV: 'customer:Acme is:untriaged'"
    export.add_argument("--filter", metavar="SEARCH", help=about_filter)
    export.add_argument("--workspace", metavar="TEAM", help="team id, when there are several")
    _add_import(commands)
    _add_digest(commands)
    _add_roadmap(commands)
    deliveries = _add(
        commands, "deliveries", _operation("deliveries"), "list what was and will be said"
    )
    deliveries.add_argument("--failed", action="store_true", help="only what was given up")
    deliveries.add_argument("--retry", type=int, metavar="ID", help="try one of them again")
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Command,
    about: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    parser.set_defaults(command=command)
    return parser


def _add_setup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "connect a Slack workspace, step by step; checks each token and writes .env"
    parser = _add(commands, "setup", _setup, about)
    parser.add_argument("--mode", choices=("socket", "http"), help="how Slack reaches the bot")
    parser.add_argument("--url", help="public https address of the bot (with --mode http)")


def _add_manifest(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "print the app manifest to paste at api.slack.com/apps"
    parser = _add(commands, "manifest", _manifest, about)
    parser.add_argument("--mode", choices=("socket", "http"), default="socket")
    parser.add_argument("--url", help="public https address of the bot (with --mode http)")


def _add_import_traces(parser: argparse.ArgumentParser) -> None:
    """Add what goes by earlier imports: sources, updates, the list and the undo."""
    parser.add_argument("--sheet", metavar="NAME", help="which sheet of a workbook")
    parser.add_argument(
        "--source", metavar="NAME", help="whose ids its ids are (default: the name of the file)"
    )
    parser.add_argument(
        "--update", action="store_true", help="change rows imported before that read otherwise now"
    )
    parser.add_argument("--list", action="store_true", help="list the imports, the newest first")
    parser.add_argument("--undo", metavar="NUMBER", type=int, help="undo an import of that list")


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "import feedback, ideas or customers from a CSV, XLSX or ODS file"
    parser = _add(commands, "import", _import, about)
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the file, such as feedback.csv or book.xlsx"
    )
    _add_import_traces(parser)
    kinds = ("feedback", "ideas", "customers")
    parser.add_argument("--kind", choices=kinds, help="what its rows are (default: guessed)")
    parser.add_argument("--from", metavar="PROGRAM", help="which program wrote it, such as jira")
    parser.add_argument("--encoding", metavar="NAME", help="how it is encoded, such as cp1251")
    parser.add_argument(
        "--dates", choices=("day-first", "month-first"), help="what 03/04/2026 means"
    )
    parser.add_argument(
        "--status",
        action="append",
        metavar="WORD=STATUS",
        help="what a status of the file becomes; *=STATUS is for all that are not known",
    )
    parser.add_argument(
        "--importance",
        action="append",
        metavar="WORD=IMPORTANCE",
        help="what an importance of the file becomes; *=IMPORTANCE is for all that are not known",
    )
    parser.add_argument("--yes", action="store_true", help="import even if a guess is doubtful")
    parser.add_argument("--dry-run", action="store_true", help="say what it would bring, and stop")
    parser.add_argument(
        "--map",
        action="append",
        metavar="COLUMN=FIELD",
        help="what a column holds, by its name or number; COLUMN=- leaves it out; give text "
        "several times to import the questions of a form together",
    )
    parser.add_argument("--workspace", metavar="TEAM", help="team id, when there are several")


def _add_digest(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    digest = commands.add_parser("digest", help="send due digests, or preview one")
    actions = digest.add_subparsers(title="actions", metavar="ACTION", required=True)
    run = _add(actions, "run", _operation("digest_run"), "send every digest that is due")
    run.add_argument(
        "--at",
        type=_instant,
        metavar="ISO",
        help="as if it were this instant, such as 2026-03-02T09:00:00+01:00",
    )
    preview = _add(
        actions, "preview", _operation("digest_preview"), "print a channel's next digest"
    )
    preview.add_argument("channel", metavar="CHANNEL", help="channel id or #name")


def _add_roadmap(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    roadmap = commands.add_parser("roadmap", help="write the roadmap to a file")
    actions = roadmap.add_subparsers(title="actions", metavar="ACTION", required=True)
    about = "write the roadmap as a picture, table, text, calendar or page"
    export = _add(actions, "export", _operation("roadmap_export"), about)
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    formats = ("png", "svg", "csv", "md", "ics", "html")
    export.add_argument("--format", choices=formats, required=True)
    views = ("board", "quarters", "months")
    export.add_argument("--view", choices=views, default="board")
    lanes = ("none", "area", "objective", "owner")
    export.add_argument("--lanes", choices=lanes, default="none")
    readers = ("internal", "stakeholders", "customers")
    export.add_argument("--audience", choices=readers, default="internal")
    export.add_argument("--workspace", metavar="TEAM", help="team id, when there are several")


def _run_or_sandbox(settings: Settings, args: argparse.Namespace) -> int:
    if settings.has_tokens:
        return _run(settings, args)
    print(
        "linchpin: No Slack tokens are set, so this is the sandbox: a local Slack, and nothing "
        "leaves this machine. Set them (see `linchpin run`) to work at Slack.",
        file=sys.stderr,
    )
    return _sandbox(settings, args)


def _run(settings: Settings, _args: argparse.Namespace) -> int:
    missing = settings.missing()
    if missing:
        raise WrongUsage(
            f"To run at Slack set {' and '.join(missing)}. "
            "To try it without Slack: linchpin sandbox"
        )
    from bot.run import run_bot

    return run_bot(settings)


def _sandbox(settings: Settings, args: argparse.Namespace) -> int:
    from bot.sandbox_mode import run_sandbox
    from bot.server.serve import listen

    host = args.host or settings.host
    port = settings.port if args.port is None else args.port
    listen(host, port).close()  # a port in use is said before anything is made
    return run_sandbox(replace(settings, host=host, port=port), story=not args.no_story)


def _manifest(_settings: Settings, args: argparse.Namespace) -> int:
    from bot import manifest
    from domain.core.errors import InvalidInput

    try:
        made = manifest.variant(manifest.load(), args.mode, args.url)
    except InvalidInput as refused:
        raise WrongUsage(refused.message) from refused
    print(manifest.to_yaml(made), end="")
    return GOOD


def _setup(settings: Settings, args: argparse.Namespace) -> int:
    from bot.commands.setup import setup

    return setup(settings, args)


def _import(settings: Settings, args: argparse.Namespace) -> int:
    from bot.commands.imports import import_file

    return import_file(settings, args)


def _rekey(settings: Settings, args: argparse.Namespace) -> int:
    from bot.commands.keys import rekey

    return rekey(settings, args)


def _operation(name: str) -> Command:
    def command(settings: Settings, args: argparse.Namespace) -> int:
        from bot.commands import operations

        operation: Command = getattr(operations, name)
        return operation(settings, args)

    return command


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a whole number from 0 to 65535")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no instant such as 2026-03-02T09:00:00+01:00"
        ) from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no time zone; add one, such as Z or +01:00")
    return moment.astimezone(UTC)


if __name__ == "__main__":
    sys.exit(main())
