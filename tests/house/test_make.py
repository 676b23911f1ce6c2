"""Does `make help` name every command, and does `make` refuse a name left out?"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {"run", "test", "check", "setup", "services", "long", "bench", "help", "process", "migration"}


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in the checkout."""
    return subprocess.run(["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    named = set(re.findall(r"^make (\S+) ", make("help").stdout, re.MULTILINE))

    assert PROMISED - named == set()


def test_running_never_installs_debian_packages() -> None:
    recipe = make("--dry-run", "run").stdout

    assert "setup run" in recipe
    assert "tests" not in recipe
