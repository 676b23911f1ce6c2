"""Has a step's input changed since it was last done? If so, do it and remember the input's hash."""

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from setup.root import ROOT


class StepFailed(Exception):
    """A step could not be done; the message says to a person why, and what to do."""


@dataclass(frozen=True)
class Step:
    """One thing to make, from which files, and where its stamp lies: beside what it made, so that both go together."""

    says: str
    inputs: tuple[str, ...]
    stamp: Path
    make: Callable[[], None]
    stands: Callable[[], bool] = lambda: True
    root: Path = ROOT

    def is_due(self) -> bool:
        """True unless what it made still stands and came from the same inputs."""
        if not self.stamp.exists() or not self.stands():
            return True
        return self.stamp.read_text(encoding="utf-8") != hash_of(self.root, self.inputs)


def do(step: Step) -> None:
    """Do the step, then stamp it with the hash that its inputs had before."""
    print(f"{step.says} …", flush=True)
    inputs = hash_of(step.root, step.inputs)
    step.stamp.unlink(missing_ok=True)
    step.make()
    step.stamp.parent.mkdir(parents=True, exist_ok=True)
    step.stamp.write_text(inputs, encoding="utf-8")


def hash_of(root: Path, patterns: tuple[str, ...]) -> str:
    """One hash over names and contents of all files below the root that the patterns name."""
    total = hashlib.sha256()
    for pattern in patterns:
        for file in sorted(root.glob(pattern)):
            if file.is_file():
                total.update(f"{file.relative_to(root)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def call(command: list[str], failure: str, folder: Path = ROOT) -> None:
    """Run a command quietly in a folder; if it fails, show all it said and then `failure`."""
    ended = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise StepFailed(f"{ended.stdout}\n{failure}")
