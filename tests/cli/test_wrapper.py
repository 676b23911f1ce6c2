"""Does `./virke` work from any folder, and say what to do where nothing is set up?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_it_works_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run([ROOT / "virke", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "doctor" in done.stdout


def test_where_nothing_is_set_up_it_says_what_to_do(tmp_path: Path) -> None:
    shutil.copy(ROOT / "virke", tmp_path)

    done = subprocess.run([tmp_path / "virke", "doctor"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (1, f"Virke is not set up yet: run `make setup` in {tmp_path} first.\n")
