"""The page's own files: kept by the browser for good, under an address that changes with them."""

import hashlib
import os
from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_KEEP = "public, max-age=31536000, immutable"


class Assets:
    """Scripts, styles and pictures of one folder, and the page that names them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def route(self) -> Mount:
        """Where the files are: whatever version is asked for, the present one is served."""
        return Mount("/static/{version}", _Kept(directory=self._folder))

    def index(self) -> Response:
        """The page, with the addresses of its files as they are now; never kept itself.

        A browser would otherwise mix kept scripts with new ones after an upgrade, as all of them
        come from one address whatever the version.
        """
        text = (self._folder / "index.html").read_text("utf-8")
        here = f"/static/{self._version()}/"
        return HTMLResponse(text.replace("/static/", here), headers={"Cache-Control": "no-store"})

    def _version(self) -> str:
        """A name for the files as they are, from their sizes and times of change."""
        files = sorted(path for path in self._folder.rglob("*") if path.is_file())
        facts = [(path.relative_to(self._folder).as_posix(), path.stat()) for path in files]
        told = "\n".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in facts)
        return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()


class _Kept(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _KEEP
        return response
