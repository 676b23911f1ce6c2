"""Does `virke run` come up, say where, show its demo, and go without a trace?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from engine.tables import ProcessDefinition
from kit.db import Database
from packs.demo import PEOPLE
from people.access.tables import AppUser

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def running(data: Path) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """The server in a session of its own, once it has said its address; with all that it said at the start."""
    environment = {**os.environ, "VIRKE_DATA_DIR": str(data), "VIRKE_DATABASE_URL": "", "VIRKE_SIMULATION": "false"}
    environment["VIRKE_PROCESSES_DIR"] = str(shutil.copytree(ROOT / "processes", data / "processes", dirs_exist_ok=True))
    command = [sys.executable, "-m", "cli", "run", "--port", "18080"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True) as server:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        try:
            yield server, next((line.split()[-1] for line in said if line.startswith("Virke answers")), ""), said
        finally:
            if server.poll() is None:
                server.kill()


def stop(server: subprocess.Popen[str]) -> int:
    """What Ctrl-C does: SIGINT to everybody in the foreground."""
    os.killpg(server.pid, signal.SIGINT)
    return server.wait(timeout=30)


def left_behind(group: int) -> list[str]:
    """The processes of this group that still live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(stat.parent.name)
    return found


def test_the_server_comes_up_with_its_demo_and_goes_without_a_trace_and_keeps_what_it_had(tmp_path: Path) -> None:
    with running(tmp_path) as (server, address, said):
        with urllib.request.urlopen(f"{address}v2/topology") as answer:
            assert json.load(answer)["gatewayVersion"]
        assert stop(server) == 0
        assert left_behind(server.pid) == []
    assert {person.email for person in PEOPLE} <= {line.split()[0] for line in said}
    assert facts(tmp_path) == (len(PEOPLE), 1)

    with running(tmp_path) as (server, _address, said):
        assert stop(server) == 0
    assert any(PEOPLE[0].email in line for line in said)
    assert facts(tmp_path) == (len(PEOPLE), 1)


def facts(data: Path) -> tuple[int, int]:
    """How many people work there, and how many versions there are of the first process."""
    database = Database(f"sqlite:///{data / 'virke.db'}")
    with database.reading() as session:
        people = session.scalar(select(func.count()).select_from(AppUser)) or 0
        versions = session.scalar(select(func.count()).select_from(ProcessDefinition).filter_by(bpmn_process_id="order-to-delivery")) or 0
    database.dispose()
    return people, versions
