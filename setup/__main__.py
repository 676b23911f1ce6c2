"""Which steps a `make` goal needs, and do them: `python -m setup run`."""

import os
import subprocess
import sys
from collections.abc import Callable

from setup import debian, made, prerequisites
from setup.root import ENVIRONMENT_PYTHON, ROOT
from setup.steps import Step, StepFailed, do

RUNTIME = (made.ENVIRONMENT, made.PACKAGES, made.NODE_MODULES, made.BUNDLE, made.TRANSLATIONS)
TESTING = (made.ENVIRONMENT, made.PACKAGES, made.TEST_PACKAGES, made.NODE_MODULES, made.BUNDLE, made.TRANSLATIONS)


def main(arguments: list[str]) -> int:
    """Do what the goal needs; say in one sentence what stands in its way."""
    goal = GOALS.get(arguments[0]) if len(arguments) == 1 else None
    if goal is None:
        print(f"Say one of: {', '.join(GOALS)}.", file=sys.stderr)
        return 2
    try:
        goal()
    except StepFailed as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def set_up(steps: tuple[Step, ...]) -> None:
    """Do the steps whose inputs have changed; look for the tools only if there is any."""
    due = [step for step in steps if step.is_due()]
    if due:
        prerequisites.check()
    for step in due:
        do(step)


def set_up_run() -> None:
    """All that the server needs."""
    set_up(RUNTIME)


def set_up_tests() -> None:
    """All that the tests need, a browser included."""
    set_up(TESTING)
    debian.browser()


def set_up_services() -> None:
    """PostgreSQL and Redis for the tests, and how to reach them in `.setup/services.env`."""
    set_up((made.ENVIRONMENT, made.PACKAGES))
    _with_environment("start")


def stop_services() -> None:
    """Stop what `services` started, and throw its data away."""
    if ENVIRONMENT_PYTHON.exists():
        _with_environment("stop")


def _with_environment(verb: str) -> None:
    command = [str(ENVIRONMENT_PYTHON), "-m", "setup.services", verb]
    if subprocess.run(command, cwd=ROOT, env=os.environ, check=False).returncode:
        raise StepFailed("PostgreSQL and Redis are not both there; the sentences above say why.")


GOALS: dict[str, Callable[[], None]] = {
    "run": set_up_run,
    "tests": set_up_tests,
    "services": set_up_services,
    "stop-services": stop_services,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
