"""How much may be sent at once, in a whole request and in one file?"""

from __future__ import annotations

from kit.errors import TooLarge
from kit.i18n import _
from kit.settings import settings

MEGABYTE = 1024 * 1024


def request_bytes() -> int:
    return settings().request_megabytes * MEGABYTE


def file_bytes() -> int:
    return settings().file_megabytes * MEGABYTE


def too_much() -> TooLarge:
    """What is said to whoever sends a larger request."""
    sentence = _("This is too much to send at once: at most %(limit)d MB are taken. Nothing was kept; send less, or smaller files.")
    return TooLarge(sentence % {"limit": settings().request_megabytes})
