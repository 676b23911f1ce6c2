"""How long may a browser keep a style sheet or a script? For ever, when its address names its content."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles


class Files(StaticFiles):
    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """The file; without its hash in the address a browser asks again each time."""
        answer = await super().get_response(path, scope)
        kept = scope["query_string"].startswith(b"v=") and answer.status_code < 400
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return answer
