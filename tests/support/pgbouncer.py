"""Debian's PgBouncer in transaction mode before the PostgreSQL of the tests."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from tests.support.nursery import comes_true
from tests.support.process import free_port

WHERE = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
"""The program, or None where it is not installed."""

PASSWORD = "a-good-password"

_SETTINGS = """
[databases]
* = host={host} user={user}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {servers}
max_client_conn = 200
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


@contextmanager
def pgbouncer(url: str, folder: Path, *, servers: int = 3) -> Iterator[str]:
    """The URL of the same database behind a pooler that has ``servers`` connections for it."""
    assert WHERE is not None
    direct, port = make_url(url), free_port()
    user = str(direct.username)
    (folder / "users.txt").write_text(f'"{user}" "{PASSWORD}"\n')
    settings = folder / "pgbouncer.ini"
    host = direct.query["host"]
    settings.write_text(
        _SETTINGS.format(host=host, user=user, port=port, folder=folder, servers=servers)
    )
    process = subprocess.Popen(
        [WHERE, *_as_somebody(Path(str(host)), folder), str(settings)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        log = folder / "pgbouncer.log"
        assert comes_true(lambda: log.is_file() and "listening on" in log.read_text(), 10.0)
        pooled = direct.set(host="127.0.0.1", port=port, password=PASSWORD, query={})
        yield pooled.render_as_string(hide_password=False)
    finally:
        process.terminate()
        process.wait(10)


def _as_somebody(socket_folder: Path, folder: Path) -> list[str]:
    """It refuses to run as root, so then it runs as the owner of the server's socket."""
    if os.getuid() != 0:
        return []
    owner = next(one.stat().st_uid for one in socket_folder.glob(".s.PGSQL.*"))
    os.chown(folder, owner, -1)
    for one in folder.iterdir():
        os.chown(one, owner, -1)
    return ["-u", pwd.getpwuid(owner).pw_name]
