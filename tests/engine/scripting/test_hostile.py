"""Does every hostile script end soon and harmlessly, and does the next one still get its answer?"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import scripting
from engine.scripting import Ran, Wrong
from tests.engine.scripting.hostile import BOMBS, ESCAPES, SECRET, VARIABLE

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON = 5.0
"""Seconds: half of one for the script, a quarter of grace, the rest for a machine that is busy with other tests."""


@dataclass(frozen=True)
class Bait:
    """What an attacker would like to reach: a file to read, one to write, a port to knock at."""

    secret_file: Path
    mark: Path
    listener: socket.socket

    def into(self, code: str) -> str:
        port = self.listener.getsockname()[1]
        return code.format(secret_file=self.secret_file, mark=self.mark, pid=os.getpid(), port=port)

    @property
    def was_reached(self) -> bool:
        try:
            self.listener.accept()
        except BlockingIOError:
            return self.mark.exists()
        return True


@pytest.fixture
def bait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bait]:
    monkeypatch.setenv(VARIABLE, SECRET)
    secret_file = tmp_path / "secret"
    secret_file.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield Bait(secret_file, tmp_path / "mark", listener)


def ran(code: str, order: dict[str, object]) -> tuple[Ran | Wrong, float]:
    started = time.perf_counter()
    ending = scripting.run(code, {"order": order}, NOW)
    return ending, time.perf_counter() - started


def test_the_corpus_is_large() -> None:
    assert len(ESCAPES) >= 31
    assert len(BOMBS) >= 23


@pytest.mark.parametrize("name", ESCAPES)
def test_nothing_gets_out(name: str, bait: Bait) -> None:
    order: dict[str, object] = {"total": Decimal(5)}

    ending, _seconds = ran(bait.into(ESCAPES[name]), order)

    assert not bait.was_reached
    assert SECRET not in repr(ending)
    assert order == {"total": Decimal(5)}, "a script has copies"
    assert isinstance(ending, Wrong) or ending.value in (None, False, True, []) or isinstance(ending.value, str), ending
    assert os.environ[VARIABLE] == SECRET
    assert scripting.run("order['total'] + 1", {"order": order}, NOW) == Ran(Decimal(6))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_harms_only_itself(name: str) -> None:
    ending, seconds = ran(BOMBS[name].replace("{{", "{").replace("}}", "}"), {})

    assert seconds < SOON
    assert isinstance(ending, Wrong) or ending.value is None, "None: its sleep took no time, or its search found another way"
    if isinstance(ending, Wrong):
        assert ending.message.endswith(".")
        assert len(ending.message) < 500
    assert scripting.run("1 + 1", {}, NOW) == Ran(Decimal(2))
