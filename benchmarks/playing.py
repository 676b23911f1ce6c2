"""How is one instance played through, and how long does each of its durable steps take?"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from benchmarks.subjects import Subject

Answers = Callable[[int], Mapping[str, object]]
"""What is answered in the task with this number, from 1."""


class Steps(list[float]):
    """Milliseconds of each step, and of this thread's processor in all of them: what others do on the machine lengthens that the least."""

    processor = 0.0


def played(subject: Subject, process_id: str, variables: Mapping[str, object], tasks: int, answers: Answers) -> Steps:
    """Milliseconds of each step: the start, then each task."""
    gc.collect()
    worked, began = time.thread_time(), time.perf_counter()
    key = subject.start(process_id, variables)
    took = Steps([_since(began)])
    took.processor += (time.thread_time() - worked) * 1000
    for number in range(1, tasks + 1):
        task, given = subject.next_task(key), answers(number)
        worked, began = time.thread_time(), time.perf_counter()
        subject.complete(key, task, given)
        took.append(_since(began))
        took.processor += (time.thread_time() - worked) * 1000
    return took


def timed(act: Callable[[], object]) -> float:
    """Its milliseconds."""
    began = time.perf_counter()
    act()
    return _since(began)


def around(steps: Sequence[float], place: int, width: int = 4) -> float:
    """The median step near a place."""
    return median(steps[max(place - width, 1) : place + width + 1])


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
