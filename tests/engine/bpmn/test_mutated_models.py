"""Is a spoilt model refused by name, or else executed, and never met with a traceback, a bare repr, or a hang?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.spoiling import EXECUTED, HANGS, REFUSED, Worker, outcomes

FEW, MANY = 400, 4000


def bad(found: dict[int, str]) -> dict[int, str]:
    """By seed."""
    return {seed: said for seed, said in found.items() if said not in {REFUSED, EXECUTED}}


def test_a_spoilt_model_is_refused_or_executed() -> None:
    found = outcomes(range(FEW))

    assert bad(found) == {}
    assert {*found.values()} == {REFUSED, EXECUTED}


@pytest.mark.long
def test_many_more_spoilt_models() -> None:
    assert bad(outcomes(range(FEW, FEW + MANY))) == {}


def test_a_worker_that_overruns_is_killed_and_another_goes_on() -> None:
    with Worker(patience=0.5) as worker:
        assert worker.ask(HANGS) == HANGS
        assert worker.begun == 2
    with Worker() as worker:
        assert worker.ask(1) in {REFUSED, EXECUTED}
        assert worker.ask(2) in {REFUSED, EXECUTED}
        assert worker.begun == 1, "one process answers many"
