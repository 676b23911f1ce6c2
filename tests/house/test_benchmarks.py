"""Does the page about speed say what was measured?"""

from __future__ import annotations

from benchmarks.page import PAGE, parts
from benchmarks.results import Result, written
from benchmarks.targets import Target


def test_the_page_shows_the_figures_of_the_last_full_run() -> None:
    page = PAGE.read_text(encoding="utf-8")

    for name, block in parts(written()).items():
        assert f"<!-- {name} -->\n{block}<!-- end -->" in page, f"{name}: run `make bench`, or benchmarks.page.refresh"


def test_a_figure_above_its_limit_is_called_missed() -> None:
    target = Target("W1", ("sqlite",), "one instance", 0.35)
    naive = Result("W1", "sqlite", "naive", "one instance", 2.0, "ms", 7)

    shown = [target.shown([naive, Result("W1", "sqlite", "virke", "one instance", value, "ms", 7)])[0] for value in (0.7, 0.8)]

    assert [line.split()[-1] for line in shown] == ["reached", "missed"]
