"""May one more password be tried from this address and for this e-mail?"""

from __future__ import annotations

from hashlib import sha256

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kit.errors import TooMany
from kit.i18n import _

MINUTES = 15
PER_PAIR = RateLimitItemPerMinute(10, MINUTES, namespace="pair")
PER_EMAIL = RateLimitItemPerMinute(50, MINUTES, namespace="email")
PER_ADDRESS = RateLimitItemPerMinute(200, MINUTES, namespace="address")

_limiter = MovingWindowRateLimiter(MemoryStorage())


def count_attempt(email: str, address: str) -> None:
    """Count a try before the password is looked at, so that tries at the same moment count too; TooMany (429) at a limit."""
    mail = _digest(email)
    tries = ((PER_ADDRESS, (address,)), (PER_PAIR, (mail, address)), (PER_EMAIL, (mail,)))
    if not all(_limiter.hit(limit, *names) for limit, names in tries):
        raise TooMany(_("Too many attempts to sign in. Wait %(minutes)d minutes and try again.") % {"minutes": MINUTES})


def forgive(email: str, address: str) -> None:
    """The password was right: earlier slips from this address no longer count."""
    _limiter.clear(PER_PAIR, _digest(email), address)


def _digest(email: str) -> str:
    """Of fixed length, so that long addresses fill no memory."""
    return sha256(email.encode()).hexdigest()
