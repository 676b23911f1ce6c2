"""Does some test notice when the executor is wrong? `python -m tests.engine.bpmn.mutants` makes it wrong, one fault a time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
LINKED = ("kit", "feel", "typings", "pyproject.toml")


@dataclass(frozen=True)
class Mutant:
    what: str
    file: str
    right: str
    wrong: str


MUTANTS = (
    Mutant("a parallel join counts tokens, not flows", "elements/parallel_gateway.py",
           "if len(scope.joins[node.id]) < len(node.incoming):",
           "if sum(scope.joins[node.id].values()) < len(node.incoming):"),
    Mutant("an inclusive join goes on at once", "elements/inclusive_gateway.py",
           "if can_reach and not any(flow_id in arrived for flow_id in can_reach):",
           "if False and can_reach:"),
    Mutant("inclusive joins that face one another wait for ever", "running/settling.py",
           "for is_forced in (False, True):", "for is_forced in (False,):"),
    Mutant("a non-interrupting timer fires once", "running/catching.py",
           "        if again is not None:\n            waiting.set_timer(run, wait.owner, wait.node, wait.definition, *again)",
           "        if again is None:\n            return"),
    Mutant("a cycle counts from when it was noticed", "running/timing.py",
           "again = after(datetime.fromisoformat(str(due)), str(interval))",
           "again = after(datetime.fromisoformat(str(due)), str(interval)) + timedelta(seconds=1)"),
    Mutant("interrupting does not interrupt", "running/catching.py",
           "    if node.interrupting:\n        leaving.cancel(run, owner)", "    if not node.interrupting:\n        leaving.cancel(run, owner)"),
    Mutant("an interrupting event sub-process leaves the rest alone", "running/catching.py",
           "        leaving.empty(run, scope)\n        _close_event_starts", "        _close_event_starts"),
    Mutant("an interrupted scope can be interrupted again", "running/throwing.py",
           "if scope is not None and not scope.data.get(INTERRUPTED):", "if scope is not None:"),
    Mutant("an error takes the outermost catcher", "running/throwing.py",
           "    for owner, node in _catchers(it, EventKind.ERROR, code):\n",
           "    for owner, node in reversed([*_catchers(it, EventKind.ERROR, code)]):\n"),
    Mutant("an error code is not looked at", "running/throwing.py",
           "elif definition.name.text == code:", "elif definition.name.text:"),
    Mutant("an uncaught error is a silent end", "running/throwing.py",
           "    if root is None or not root.data.get(CALLED):", "    if root is None:"),
    Mutant("a signal is delivered while other tokens move", "elements/throw_event.py",
           "            run.state.thrown[it.key] = it", "            self.deliver(run, it)"),
    Mutant("compensation in the order of completion", "running/compensating.py",
           "for entry in reversed(chosen):", "for entry in chosen:"),
    Mutant("work is compensated as often as it is asked", "running/compensating.py",
           "scope.data[DONE] = [entry for entry in done if entry not in chosen]", "scope.data[DONE] = done"),
    Mutant("handlers run all at once", "running/compensating.py",
           "        _handle(run, it, scope, run.plan.nodes[node_id])\n        return",
           "        _handle(run, it, scope, run.plan.nodes[node_id])"),
    Mutant("a name is written in the root, whoever declares it", "running/variables.py",
           "    while name not in here.variables:", "    while True:"),
    Mutant("names first assigned in an instance go out", "elements/multi_instance.py",
           "    keeps_names = True", "    keeps_names = False"),
    Mutant("results are gathered as they come", "elements/multi_instance.py",
           "gathered[_number(child.data[INDEX])] =", "gathered[_number(body.data[DONE])] ="),
    Mutant("enough instances do not end the others", "elements/multi_instance.py",
           "        if is_enough:\n            leaving.empty(run, body)\n        elif", "        if"),
    Mutant("a terminate end ends the whole process", "elements/end_event.py",
           "                scope = it.parent\n", "                scope = run.state.root or it.parent\n"),
    Mutant("a changed scope is not stored", "state.py",
           "            owner.live_dirty = True\n", "            owner.live_dirty = owner.parent is None\n"),
    Mutant("a timer's turns are lost when stored", "rows.py",
           "wait.definition, wait.extra], USUAL_WAIT", "wait.definition, None], USUAL_WAIT"),
    Mutant("a condition fires as long as it holds", "running/catching.py",
           "        if is_true != wait.extra:", "        if is_true or is_true != wait.extra:"),
    Mutant("the default is taken beside what holds", "running/leaving.py",
           "    if not true and default is not None:", "    if default is not None:"),
    Mutant("a complex gateway forgets to wait for reset", "elements/complex_gateway.py",
           "        late = [flow_id for flow_id in counts if flow_id not in first]",
           "        late = []"),
    Mutant("an event-based gateway lets every event pass", "elements/event_based_gateway.py",
           "is_last=not self.takes_all or not it.waits", "is_last=not it.waits"),
    Mutant("an interrupted call leaves its child running", "running/waiting.py",
           "        run.effects.append(ChildCanceled(wait.owner.key))", "        return"),
)  # fmt: skip


def is_caught(mutant: Mutant) -> bool:
    """True when the tests fail on a copy of the room with this fault. Raises ValueError when the fault cannot be made."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "engine", copy / "engine")
        shutil.copytree(ROOT / "tests" / "engine", copy / "tests" / "engine")
        shutil.copytree(ROOT / "tests" / "diagrams", copy / "tests" / "diagrams")
        for name in LINKED:
            (copy / name).symlink_to(ROOT / name)
        path = copy / "engine" / "bpmn" / mutant.file
        text = path.read_text()
        if text.count(mutant.right) != 1:
            raise ValueError(f"{mutant.file} does not contain exactly once: {mutant.right}")
        path.write_text(text.replace(mutant.right, mutant.wrong))
        tests = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "tests/engine/bpmn"]
        return subprocess.run(tests, cwd=copy, capture_output=True, check=False, timeout=300).returncode == 1


def main() -> int:
    alive = 0
    for mutant in MUTANTS:
        caught = is_caught(mutant)
        alive += not caught
        sys.stdout.write(f"{'caught' if caught else 'ALIVE '} {mutant.what}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(MUTANTS) - alive} of {len(MUTANTS)} caught\n")
    return 1 if alive else 0


if __name__ == "__main__":
    raise SystemExit(main())
