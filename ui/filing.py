"""Where do files go that people attach to a form?"""

from __future__ import annotations

from forms.read import Keep
from kit.blobs import FolderBlobs
from kit.settings import settings


def keep() -> Keep:
    """Takes a file's content into the data folder; gives the hash that it is found by."""
    return FolderBlobs(settings().data_dir / "blobs").put
