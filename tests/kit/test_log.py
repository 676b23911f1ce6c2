"""Does a line of the log carry what was bound, and go where standard error is now?"""

from __future__ import annotations

import io
import sys

import pytest

from kit import log


def test_a_line_carries_the_request_that_it_belongs_to(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure()

    with log.bind(request="r1", instance=None):
        log.get_logger("room").info("done")
    log.get_logger("room").info("idle")

    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(" INFO room request=r1 done")
    assert second.endswith(" INFO room idle")


def test_standard_error_may_be_another_one_later(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, later = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", closed)
    log.configure()
    closed.close()
    monkeypatch.setattr(sys, "stderr", later)

    log.get_logger("room").warning("the disk is nearly full")

    assert later.getvalue().endswith("the disk is nearly full\n")
