"""How is a verdict on somebody else's model reached, told and counted, whatever the model does to the engine?"""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

PATIENCE = 120
"""Seconds after which a case hangs."""


@dataclass(frozen=True)
class Verdict:
    kind: str
    """test, constraint or diagram"""
    id: str
    outcome: str
    """right, refused or wrong"""
    reason: str = ""
    details: tuple[str, ...] = ()
    """What is told below the line."""


class HangsError(Exception):
    def __init__(self) -> None:
        super().__init__(f"It did not end within {PATIENCE} seconds.")


def guarded(kind: str, case_id: str, run: Callable[[], tuple[str, str]]) -> Verdict:
    """Whatever escapes the engine, or hangs it, is wrong."""
    try:
        with _within(PATIENCE):
            outcome, reason = run()
    except Exception as error:  # noqa: BLE001 - the case is judged, not the exception
        outcome, reason = "wrong", f"{type(error).__name__}: {error}"
    return Verdict(kind, case_id, outcome, " ".join(reason.split()))


def tell(verdicts: Iterable[Verdict], notes: Iterable[str], to: Path | None) -> int:
    """A line a verdict, then the notes, then the three counts; 1 when something is silently wrong."""
    told = []
    for verdict in verdicts:
        told.append(verdict)
        line = f"{verdict.kind} {verdict.id} {verdict.outcome} {verdict.reason}".rstrip()
        sys.stdout.write("\n  ".join((line, *verdict.details)) + "\n")
        sys.stdout.flush()
    for note in notes:
        sys.stdout.write(f"{note}\n")
    counts = Counter(verdict.outcome for verdict in told)
    sys.stdout.write(f"right: {counts['right']}\nrefused: {counts['refused']}\nsilently wrong: {counts['wrong']}\n")
    if to is not None:
        rows = [{"kind": each.kind, "id": each.id, "outcome": each.outcome, "reason": " ".join((each.reason, *each.details))} for each in told]
        to.write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    return 1 if counts["wrong"] else 0


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raises HangsError when the block takes longer; only where signals reach us."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise HangsError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
