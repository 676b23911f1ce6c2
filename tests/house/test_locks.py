"""Are all dependencies pinned with hashes, and does no lock file tie us to one registry?"""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOTH = ["requirements", "requirements-dev"]


def wanted(name: str) -> set[str]:
    """The names in an .in file, as an index spells them."""
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    names = (re.match(r"[\w.-]+", line) for line in lines if not line.startswith(("#", "-")))
    return {re.sub(r"[-_.]+", "-", found[0]).lower() for found in names if found}


def pinned(name: str) -> dict[str, str]:
    """Each pinned name with its version and hashes."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    return {line.split("==")[0]: line for line in text.splitlines() if line}


@pytest.mark.parametrize("name", BOTH)
def test_everything_asked_for_is_pinned(name: str) -> None:
    assert wanted(name) - set(pinned(name)) == set()


@pytest.mark.parametrize("name", BOTH)
def test_every_pin_has_one_version_and_hashes(name: str) -> None:
    loose = [line for line in pinned(name).values() if not re.fullmatch(r"\S+==\S+( ;[^-]*)?( +--hash=sha256:[0-9a-f]{64})+", line)]

    assert loose == []


def test_both_locks_agree() -> None:
    runtime, testing = pinned("requirements"), pinned("requirements-dev")

    assert {name for name in runtime.keys() & testing.keys() if runtime[name] != testing[name]} == set()


def test_the_npm_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_npm_takes_exact_versions_only() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))

    versions = {**package["dependencies"], **package["devDependencies"]}

    assert {name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == set()
    assert {"save-exact=true", "omit-lockfile-registry-resolved=true"} <= set((ROOT / ".npmrc").read_text(encoding="utf-8").split())
