"""Does some test notice when the executor is wrong? `make mutants` makes it wrong, one fault a time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
COPIED = ("engine", "tests")
"""What is copied, so that it can be spoilt and nothing leads back to the whole original; all else is linked."""
TESTS = ("tests/engine/bpmn", "--ignore=tests/engine/bpmn/test_sealed.py", "--deselect", "tests/engine/bpmn/test_costs.py")
AT_ONCE = 2


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
    Mutant("a cycle counts from when it was noticed", "reading/iso.py",
           "else later(before, interval)", "else later(before, interval) + timedelta(seconds=1)"),
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
    Mutant("a process ends before a complex gateway is reset", "state.py",
           "or self.joins or self.resetting)", "or self.joins)"),
    Mutant("a result stays in its instance, whoever declares it", "running/variables.py",
           "        if keeper is None and here.parent.node is here.node", "        if here.parent.node is here.node and name in here.variables"),
    Mutant("cron makes up for turns that were missed", "reading/iso.py",
           "cron.following(interval, max(before, now))", "cron.following(interval, before)"),
    Mutant("a handler runs in the scope of the throw", "running/compensating.py",
           "        place = sleeper if sleeper is not None and leaving.is_in_loop(sleeper) else scope", "        place = scope"),
    Mutant("a non-interrupting start interrupts", "running/catching.py",
           "    if node.interrupting:\n        leaving.empty(run, scope)", "    if node is not None:\n        leaving.empty(run, scope)"),
    Mutant("an interrupted call leaves its child running", "running/waiting.py",
           "        run.effects.append(ChildCanceled(wait.owner.key))", "        return"),
)  # fmt: skip


def spoilt(mutant: Mutant, text: str) -> str:
    """The file's text with this fault. Raises ValueError when it cannot be made."""
    if text.count(mutant.right) != 1:
        raise ValueError(f"{mutant.file} does not contain exactly once: {mutant.right}")
    return text.replace(mutant.right, mutant.wrong)


def is_caught(mutant: Mutant) -> bool:
    """True when the tests fail on a copy of the room with this fault. Raises ValueError when the fault cannot be made."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for entry in ROOT.iterdir():
            if entry.name in COPIED:
                shutil.copytree(entry, copy / entry.name, ignore=shutil.ignore_patterns("__pycache__"))
            elif not entry.name.startswith("."):
                (copy / entry.name).symlink_to(entry)
        path = copy / "engine" / "bpmn" / mutant.file
        path.write_text(spoilt(mutant, path.read_text()))
        tests = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS]
        ran = subprocess.run(tests, cwd=copy, capture_output=True, text=True, check=False, timeout=600)
    if ran.returncode not in (0, 1):
        raise ValueError(f"The tests cannot run: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.returncode == 1


def main() -> int:
    if is_caught(Mutant("nothing", "plan.py", "slots=True, eq=False)\nclass Flow:", "slots=True, eq=False)\nclass Flow:")):
        sys.stdout.write("The tests fail without any fault: mend that first.\n")
        return 2
    alive = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for mutant, caught in zip(MUTANTS, pool.map(is_caught, MUTANTS), strict=True):
            alive += not caught
            sys.stdout.write(f"{'caught' if caught else 'ALIVE '} {mutant.what}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(MUTANTS) - alive} of {len(MUTANTS)} caught\n")
    return 1 if alive else 0


if __name__ == "__main__":
    raise SystemExit(main())
