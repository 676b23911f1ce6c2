"""Where do files go that people attach to a form, and who gets them back?"""

from __future__ import annotations

import mimetypes
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

import engine
from forms.read import Keep
from kit import files
from kit.blobs import FolderBlobs
from kit.db import Database
from kit.settings import settings
from people.access import Who
from ui.access import SIGNED_IN, Data, Visitor, permission

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"})
"""Kinds that a browser shows and cannot run; all others are saved."""
ALONE = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"

router = APIRouter()
Reader = Annotated[Visitor, permission(SIGNED_IN)]


def keep(database: Database, who: Who) -> Keep:
    """Takes a file's content into the data folder and writes down who gave it; tells the hash that it is found by."""

    def kept(content: bytes) -> str:
        digest = _blobs().put(content)
        with database.transaction() as session:
            files.give(session, digest, who.company_id, who.user_id)
        return digest

    return kept


@router.get("/files/{digest}")
def file(digest: str, database: Data, visitor: Reader, name: str = "file") -> Response:
    """The content, for whoever gave it or sees an instance that holds it."""
    with database.reading() as session:
        engine.required_file(session, digest, who=visitor.who)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    place = "inline" if kind in SHOWN else "attachment"
    return Response(
        _blobs().get(digest),
        media_type=kind if kind in SHOWN else "application/octet-stream",
        headers={
            "Content-Disposition": f"{place}; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": ALONE,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _blobs() -> FolderBlobs:
    return FolderBlobs(settings().data_dir / "blobs")
