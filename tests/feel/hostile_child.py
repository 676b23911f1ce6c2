"""Run attacks, each in a fork of this warm process with 64 MB to spare, and tell how each ended."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

import feel
from feel import codec

SPARE = 64 * 1024 * 1024
HARD_STOP = 10
"""Seconds until an attack that does not end is killed."""


class Trap:
    """An object whose attributes nobody may touch. (`__class__` is what Python's own isinstance reads.)"""

    touched: list[str] = []  # noqa: RUF012 - shared on purpose

    def __getattribute__(self, name: str) -> object:
        if name != "__class__":
            Trap.touched.append(name)
        return object.__getattribute__(self, name)


def attack(text: str) -> dict[str, object]:
    """How one attack ends: in a value or an error, after so many seconds of work."""
    trap = Trap()
    started = time.process_time()
    try:
        value = feel.evaluate(text, {"trap": trap, "inner": {"trap": trap}})
        outcome = "value"
        if not Trap.touched and "trap" not in text:
            stored(value)
    except feel.FeelError as error:
        outcome = f"error: {error}"
    except BaseException as error:  # noqa: BLE001 - whatever else comes out is a crash to report
        outcome = f"crash: {error!r}"
    return {"outcome": outcome[:300], "seconds": time.process_time() - started, "touched": Trap.touched}


def stored(value: object) -> None:
    """A value that comes out can also be stored, unless it is or holds a function."""
    try:
        codec.dump(value)
    except feel.FeelError as error:
        if "function" not in str(error):
            raise


def forked(text: str) -> dict[str, object]:
    """The attack in a process of its own, which cannot take more memory than there is to spare."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.alarm(HARD_STOP)
        limit = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + SPARE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        os.write(write, json.dumps(attack(text)).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(answer) if answer else {"outcome": f"crash: status {status}", "seconds": HARD_STOP, "touched": []}


def main() -> None:
    attacks: dict[str, str] = json.load(sys.stdin)
    json.dump({name: forked(text) for name, text in attacks.items()}, sys.stdout)


if __name__ == "__main__":
    main()
