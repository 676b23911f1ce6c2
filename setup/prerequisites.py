"""Are git, make, Python and Node here? One sentence for each that is missing."""

import importlib.util
import re
import shutil
import subprocess
import sys

from setup.steps import StepFailed

PYTHON = (3, 11)
NODE = 20


def check() -> None:
    """Raise StepFailed with a sentence for each missing tool."""
    sentences = [sentence for sentence in (_git(), _make(), _python(), _node()) if sentence]
    if sentences:
        raise StepFailed("\n".join(sentences))


def _git() -> str | None:
    return None if shutil.which("git") else "Git is missing: install it with your system's package manager."


def _make() -> str | None:
    return None if shutil.which("make") else "Make is missing: install GNU make with your system's package manager."


def _python() -> str | None:
    if sys.version_info < PYTHON:
        return f"Python {PYTHON[0]}.{PYTHON[1]} or newer is needed; this is {sys.version.split()[0]}."
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        return "Python's venv module is missing: on Debian and Ubuntu, install the package python3-venv."
    if not importlib.util.find_spec("_sqlite3"):
        return "This Python was built without SQLite: take one that has it."
    return None


def _node() -> str | None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return f"Node.js {NODE} or newer with npm is missing: install it from nodejs.org or your package manager."
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", answer)
    if version is None or int(version[1]) < NODE:
        return f"Node.js {NODE} or newer is needed; this is {answer.strip() or 'one that does not answer'}."
    return None
