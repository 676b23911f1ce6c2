"""Does every file say in its first line what it answers, stay short, and name no machine?"""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = 350


def written_here(*endings: str) -> list[Path]:
    """All files of these kinds that git knows, or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(ROOT / name for name in set(names) if name.endswith(endings) and (ROOT / name).exists())


def test_every_python_file_says_in_its_first_line_what_it_answers() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in written_here(".py")
        if not file.read_text(encoding="utf-8").startswith(('"""', '#!/usr/bin/env python3\n"""'))
    ]

    assert silent == []


def test_every_script_says_in_its_first_line_what_it_answers() -> None:
    silent = [
        str(file.relative_to(ROOT)) for file in written_here(".ts", ".mjs", ".css") if not file.read_text(encoding="utf-8").startswith(("//", "/*"))
    ]

    assert silent == []


def test_no_file_is_so_long_that_it_answers_two_questions() -> None:
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for file in written_here(".py", ".ts", ".mjs", ".html", ".css", ".pyi")
    }

    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_no_file_names_somebodys_home() -> None:
    home = re.compile(rb"/(home|Users)/\w+/|/(root)/")

    assert [str(file.relative_to(ROOT)) for file in written_here("") if home.search(file.read_bytes())] == []


@pytest.mark.parametrize("framework", ["fastapi", "starlette", "celery", "SpiffWorkflow"])
def test_main_leaves_the_frameworks_to_the_rooms(framework: str) -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))

    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert framework not in {name.split(".")[0] for name in imported}
