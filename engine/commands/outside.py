"""How does a slow operation run: computed outside any transaction, its result applied in one of its own?"""

from __future__ import annotations

import time

from engine.commands.applying import apply_answer
from engine.services import answer_of, call_key
from engine.store.jobs import Lease
from kit import operations
from kit.db import Database


def is_slow(operation: str) -> bool:
    return operations.known(operation) and operations.get(operation).slow


def work_outside(database: Database, it: Lease) -> None:
    """At least once: the outside gets the same idempotency key on each try; whoever has lost the lease changes nothing."""
    instance_key = it.instance_key or 0
    key = call_key(instance_key, it.element_instance_key)
    context = operations.Outside(it.company_id or 0, None, key, instance_key, it.element_id)
    with database.reading() as session:
        earlier = operations.recall(session, it.type, context, it.given)
    started = time.perf_counter_ns()
    outcome = earlier or operations.compute(it.type, context, it.given)
    took = time.perf_counter_ns() - started
    with database.transaction() as session:
        if apply_answer(session, it, answer_of(outcome)) and isinstance(outcome, operations.Done) and not outcome.again:
            operations.record(session, it.type, context, it.given, outcome, took)
