"""GET /clips/<name>-<hash>.mp3: the clips, the same for everybody, and nothing else."""

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, abort, send_file

TYPE = "audio/mpeg"
YEAR_SECONDS = 365 * 24 * 3600
"""The longest a copy may be kept; a changed clip has another name. Source: RFC 9111."""


def clips_page(clips: Mapping[str, Path]) -> Blueprint:
    """Give the addresses of built clips; there is no list, and no other file."""
    page = Blueprint("clips", __name__)
    files = {path.name: path for path in clips.values()}

    @page.get("/clips/<file>")
    def clip(file: str) -> Response:
        path = files.get(file)
        if path is None or not path.is_file():
            abort(404)
        # Ranges and what is already there are answered by Werkzeug: 206, 416, 304.
        response = send_file(
            path, TYPE, conditional=True, etag=path.stem, max_age=YEAR_SECONDS
        )
        response.cache_control.immutable = True
        return response

    return page
