"""How does a Python script run where it can reach nothing but its inputs? (docs/decisions/0006-scripts.md)

The interpreter is Monty, in worker processes of its own: no module of this program, no file, no network, no clock but
the one it is given. A worker that is too slow, too large or broken is killed, and another one takes its place.
"""

from __future__ import annotations

import ast
import atexit
import os
import resource
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic_monty import (
    CollectString,
    Monty,
    MontyCrashedError,
    MontyError,
    MontyRuntimeError,
    MontySession,
    MontySyntaxError,
    OSPolicy,
    ResourceLimits,
)

from engine.scripting.crossing import Uncrossable, given, taken
from feel.values import Value
from kit.i18n import _

SECONDS = 0.5
MEGABYTES = 32
GRACE = 0.25
"""Seconds that a worker has to end by itself."""
WAIT = 10.0
"""Seconds that a script waits for a free worker."""
CALLS = 200
"""Function calls inside one another."""
PRINTED = 65_536
"""Bytes; what a script prints is thrown away."""
LONGEST = 50_000
"""Characters of a script."""
WORKERS = max(2, os.cpu_count() or 2)
DATA = (MEGABYTES + 64) << 20
"""Bytes that the system itself lets a worker have, its interpreter included."""
LIMITS: ResourceLimits = {
    "max_feed_duration_secs": SECONDS,
    "max_memory": MEGABYTES << 20,
    "max_recursion_depth": CALLS,
    "max_suspensions": 100,
}
UNRUN = "return None\n"
"""Put before a script, it is read but not run."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The value of a script's last expression, or what it returned."""

    value: Value


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a script has no value, in a sentence, and where when that is known."""

    message: str
    line: int | None = None


def run(code: str, inputs: Mapping[str, Value], now: datetime, seed: int = 0) -> Ran | Wrong:
    """Run a script on copies of its inputs; its only clock stands at `now`, its random numbers follow from the seed."""
    if len(code) > LONGEST:
        return _too_long()
    try:
        names = given(inputs, now)
    except Uncrossable as error:
        return Wrong(error.message)
    found = _fed(code, names, now, seed)
    if isinstance(found, Wrong):
        return found
    try:
        return Ran(taken(found.value))
    except Uncrossable as error:
        return Wrong(error.message)


def check(code: str) -> Wrong | None:
    """Why this script could never run: what is no Python, or Python that the sandbox does not know."""
    if len(code) > LONGEST:
        return _too_long()
    try:
        ast.parse(code)
    except SyntaxError as error:
        return Wrong(_("This is no Python: %(reason)s.") % {"reason": error.msg}, error.lineno)
    except (ValueError, RecursionError, MemoryError):
        return Wrong(_("The script nests too deep, or holds signs that Python does not read."))
    found = _fed(UNRUN + code, {}, datetime(1970, 1, 1, tzinfo=UTC), 0)
    return found if isinstance(found, Wrong) else None


def _fed(code: str, names: dict[str, object], now: datetime, seed: int) -> Ran | Wrong:
    policy: OSPolicy = {"datetime": now, "timezone": "utc", "sleep": "zero", "random_start": {"seed": seed}}
    with ExitStack() as stack:
        try:
            session = stack.enter_context(_pool().checkout(limits=LIMITS, os_policy=policy, script_name="script.py"))
        except TimeoutError:
            return Wrong(_("All workers for scripts are busy. Try again later."))
        except (OSError, RuntimeError) as error:
            return Wrong(_("The interpreter of scripts cannot be started: %(reason)s. Install pydantic-monty anew.") % {"reason": error})
        _confine(session)
        try:
            return Ran(session.feed_run(code, inputs=names, print_callback=CollectString(max_bytes=PRINTED)))
        except MontyError as error:
            return _told(error, code)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            return Wrong(_("The script's result cannot be read: %(reason)s.") % {"reason": error})


def _confine(session: MontySession) -> None:
    """What the system itself forbids a worker, should its interpreter ever fail to: more memory, files, traces of its memory."""
    pid = session.worker_pid
    if sys.platform != "linux" or pid is None:
        return
    with suppress(ProcessLookupError, PermissionError, ValueError):
        for limit, most in ((resource.RLIMIT_DATA, DATA), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            resource.prlimit(pid, limit, (most, most))


def _told(error: MontyError, code: str) -> Wrong:
    """The sandbox's words as ours."""
    if isinstance(error, MontyCrashedError):
        return Wrong(_("The script brought its process down; that process is gone, and nothing else was touched."))
    cause = error.exception()
    if isinstance(cause, TimeoutError) and "limit exceeded" in str(error):
        return Wrong(_("The script takes more than %(seconds)s seconds. Do less in one script.") % {"seconds": SECONDS})
    if isinstance(cause, MemoryError):
        return Wrong(_("The script needs more than %(megabytes)s MB. Do with smaller lists and texts.") % {"megabytes": MEGABYTES})
    line = _line(error, code.startswith(UNRUN))
    reason = str(error).rstrip(".")
    if line is None:
        return Wrong(_("The script failed: %(reason)s.") % {"reason": reason})
    return Wrong(_("The script failed in line %(line)s: %(reason)s.") % {"line": line, "reason": reason}, line)


def _line(error: MontyError, before: int) -> int | None:
    """Where the script was, counted without the lines put before it."""
    frames = error.traceback() if isinstance(error, MontyRuntimeError | MontySyntaxError) else []
    return frames[-1].line - before if frames else None


def _too_long() -> Wrong:
    return Wrong(_("The script is longer than %(count)s characters. Make an operation of it.") % {"count": LONGEST})


_pools: dict[int, Monty] = {}
"""One for each process of ours: a forked one begins its own."""
_lock = threading.Lock()


def _pool() -> Monty:
    """The workers of this process, begun when the first script runs."""
    with _lock:
        pool = _pools.get(os.getpid())
        if pool is None:
            pool = Monty(
                min_processes=1, max_processes=WORKERS, checkout_timeout=WAIT, feed_duration_limit_grace=GRACE, request_timeout=SECONDS + 4 * GRACE
            ).__enter__()
            _pools[os.getpid()] = pool
        return pool


@atexit.register
def _end() -> None:
    pool = _pools.pop(os.getpid(), None)
    if pool is not None:
        pool.__exit__(None, None, None)
