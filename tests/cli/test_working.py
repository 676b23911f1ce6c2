"""Do the scaled commands do their one thing and nothing beside?"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import __main__ as cli
from cli import working
from kit.settings import settings


class Runner:
    """Stands in for the Celery application: remembers how it was started."""

    started: list[str]

    def worker_main(self, arguments: list[str]) -> None:
        self.started = arguments


@pytest.fixture
def scaled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("VIRKE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("VIRKE_DATABASE_URL", "")
    monkeypatch.setenv("VIRKE_BROKER_URL", "redis://127.0.0.1:6379/0")
    monkeypatch.setenv("VIRKE_PROFILE", "scaled")
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


@pytest.mark.usefixtures("scaled")
def test_a_worker_takes_jobs_from_the_broker_that_the_settings_name(monkeypatch: pytest.MonkeyPatch) -> None:
    runner, asked = Runner(), []

    def application(_database: object, broker_url: str) -> Runner:
        asked.append(broker_url)
        return runner

    monkeypatch.setattr(working, "application", application)

    done = CliRunner().invoke(cli.command, ["worker", "--at-once", "3"])

    assert done.exit_code == 0
    assert asked == ["redis://127.0.0.1:6379/0"]
    assert runner.started[:2] == ["worker", "--concurrency=3"]


def test_serving_makes_no_table_and_no_demo(scaled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = []

    def serve(listener: socket.socket, answering: Callable[[], None]) -> None:
        with listener:
            served.append(listener.getsockname()[0])
            answering()

    monkeypatch.setattr(cli, "serve", serve)

    done = CliRunner().invoke(cli.command, ["serve", "--port", "18900"])

    assert done.output.startswith("Virke answers at http://127.0.0.1:")
    assert served == ["127.0.0.1"]
    assert not scaled.exists()
