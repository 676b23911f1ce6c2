"""Files: kept under the hash of their content, in a folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kit.errors import NotFound
from kit.i18n import _


class FolderBlobs:
    """A folder of files named by the SHA-256 of what they hold; the same content is kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}")
            partial.write_bytes(content)
            partial.replace(path)
        return digest

    def get(self, digest: str) -> bytes:
        path = self._path(digest)
        if not path.exists():
            raise NotFound(_("There is no stored file %(hash)s.") % {"hash": digest})
        return path.read_bytes()

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
            raise NotFound(_("There is no stored file %(hash)s.") % {"hash": digest})
        return self.folder / digest[:2] / digest
