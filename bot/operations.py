"""What an operator does from the command line. Data goes to stdout, talk to stderr."""

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot.app import Linchpin, create_app, utc_now
from bot.settings import Settings
from domain.errors import InvalidInput
from services import digest_runs, digests, installations, upkeep
from services import export as exports
from storage import migrate as migrations
from storage.engine import open_database
from views.digests import digest_message


def migrate(settings: Settings, _args: Namespace) -> int:
    """Bring the database's schema up to date."""
    database = open_database(settings.database_url)
    try:
        migrations.upgrade(database)
    finally:
        database.dispose()
    _talk("The database is up to date.")
    return 0


def doctor(settings: Settings, _args: Namespace) -> int:
    """Say what is wrong; 1 when something is."""
    linchpin = _opened(settings)
    wrong = _check(linchpin)
    for sentence in wrong:
        _talk(sentence)
    if not wrong:
        _talk("All is well.")
    linchpin.database.dispose()
    return 1 if wrong else 0


def export(settings: Settings, args: Namespace) -> int:
    """Write everything that was ever entered to a file."""
    linchpin = _opened(settings)
    try:
        counts = exports.write(linchpin.database, Path(args.out), utc_now())
    finally:
        linchpin.database.dispose()
    _talk(f"Wrote {args.out}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items() if n))
    return 0


def digest_run(settings: Settings, args: Namespace) -> int:
    """Queue and deliver what is due at an instant (now unless ``--at``)."""
    at: datetime = args.at or utc_now()
    linchpin = _opened(settings)
    try:
        queued = digest_runs.run_due(linchpin.database, at)
        linchpin.dispatcher.run_due()
    finally:
        linchpin.database.dispose()
    _talk(f"{queued} digests were due at {at.isoformat()}.")
    return 0


def digest_preview(settings: Settings, args: Namespace) -> int:
    """Print the digest that a channel would get now, as Slack would get it (one JSON object)."""
    linchpin = _opened(settings)
    try:
        for workspace in installations.every(linchpin.database):
            found = digests.preview(linchpin.database, workspace.id, args.channel, utc_now())
            if found.subscription is not None:
                message = digest_message(found.digest)
                shown = {"text": message.text, "blocks": list(message.blocks)}
                sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
                return 0
    finally:
        linchpin.database.dispose()
    raise InvalidInput(f"No digest is subscribed in {args.channel}. Name the channel by its id.")


def deliveries(settings: Settings, args: Namespace) -> int:
    """Print the latest deliveries as JSON lines, or queue a failed one again."""
    linchpin = _opened(settings)
    try:
        if args.retry is not None:
            digest_runs.retry(linchpin.database, args.retry, utc_now())
            _talk(f"Delivery {args.retry} is queued again.")
            return 0
        for one in digests.deliveries(linchpin.database, failed_only=args.failed):
            sys.stdout.write(json.dumps(asdict(one), default=str) + "\n")
    finally:
        linchpin.database.dispose()
    return 0


def _opened(settings: Settings) -> Linchpin:
    linchpin = create_app(settings)
    linchpin.prepare()
    return linchpin


def _check(linchpin: Linchpin) -> list[str]:
    wrong = [
        f"The job {run.name} failed: {run.error}"
        for run in upkeep.job_runs(linchpin.database)
        if run.error
    ]
    workspaces = installations.every(linchpin.database)
    if not workspaces:
        wrong.append("No workspace is installed. Set SLACK_BOT_TOKEN, or install over OAuth.")
    for workspace in workspaces:
        missing = sorted(set(linchpin.front.wanted_scopes) - set(workspace.scopes))
        if missing:
            wrong.append(f"{workspace.name} lacks permissions: {', '.join(missing)}.")
    return wrong


def _talk(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
