"""Do values go into a script and come out of it as what they are?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine import scripting
from engine.scripting import Ran, Wrong, sandbox
from feel.values import Range, Value, YearsMonthsDuration

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
VALUES: dict[str, Value] = {
    "nothing": None,
    "truth": True,
    "text": "Grønlangkål 🥬",
    "exact number": Decimal("0.10"),
    "number of 34 digits": Decimal(1234567890123456789012345678901234),
    "date": date(2026, 2, 28),
    "time": time(23, 59, 59, 999_999),
    "time with an offset": time(8, tzinfo=timezone(timedelta(hours=2))),
    "instant": datetime(2026, 1, 31, 8, 30, tzinfo=UTC),
    "duration": timedelta(days=2, seconds=3),
    "list of contexts": [{"amount": Decimal("1.5"), "tags": ["a", None]}, {}],
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_as_it_went_in(name: str) -> None:
    assert scripting.run("value", {"value": VALUES[name]}, NOW) == Ran(VALUES[name])


def test_a_time_in_a_named_zone_keeps_its_instant() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))

    ran = scripting.run("value", {"value": summer}, NOW)

    assert ran == Ran(datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2))))


def test_what_python_has_no_type_for_goes_in_as_plain_values() -> None:
    given = {"period": YearsMonthsDuration(14), "span": Range(Decimal(1), None, True, False)}

    assert scripting.run("[period, span['start'], span['end'], span['end included']]", given, NOW) == Ran(["P1Y2M", Decimal(1), None, False])


def test_numbers_become_exact() -> None:
    assert scripting.run("[1, 0.1, 2.5e3, 1 / 4]", {}, NOW) == Ran([Decimal(1), Decimal("0.1"), Decimal(2500), Decimal("0.25")])
    assert scripting.run("sum(lines)", {"lines": [Decimal("0.1"), Decimal("0.2")]}, NOW) == Ran(Decimal("0.3"))


@pytest.mark.parametrize("code", ["float('nan')", "10**34 + 1", "{1, 2}", "{1: 2}", "b'x'", "ValueError('x')", "int"])
def test_what_is_no_feel_value_is_refused_in_words(code: str) -> None:
    ran = scripting.run(code, {}, NOW)

    assert isinstance(ran, Wrong)
    assert ran.message.startswith("The script's result")


def test_a_script_returns_or_ends_with_its_value() -> None:
    assert scripting.run("if amount > 10:\n    return 'large'\n'small'", {"amount": Decimal(11)}, NOW) == Ran("large")
    assert scripting.run("total = 1\ntotal + 1", {}, NOW) == Ran(Decimal(2))


def test_the_only_clock_stands_at_now_and_chance_follows_from_the_seed() -> None:
    code = "import datetime, random\n[now, datetime.datetime.now(datetime.timezone.utc), random.random()]"

    first, again, other = (scripting.run(code, {"now": "mine"}, NOW, seed) for seed in (1, 1, 2))

    assert isinstance(first, Ran)
    assert isinstance(first.value, list)
    assert first.value[:2] == [NOW, NOW]
    assert first == again != other


def test_nothing_stays_from_one_script_to_the_next() -> None:
    scripting.run("kept = 5\nkept", {}, NOW)

    assert isinstance(scripting.run("kept", {}, NOW), Wrong)


def test_an_error_names_its_line() -> None:
    failed = scripting.run("total = 0\nfor line in lines:\n    total = total + line['amount']\ntotal", {"lines": [{}]}, NOW)

    assert failed == Wrong("The script failed in line 3: KeyError: amount.", 3)


@pytest.mark.parametrize(("code", "said", "line"), [("x = (", "no Python", 1), ("x = 1\ndel x", "del", 2), ("def f():\n    yield 1", "yield", 2)])
def test_what_could_never_run_is_known_before(code: str, said: str, line: int) -> None:
    wrong = scripting.check(code)

    assert wrong is not None
    assert said in wrong.message
    assert wrong.line == line


def test_checking_runs_nothing() -> None:
    assert scripting.check("while True:\n    pass") is None


def test_an_interpreter_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_pools", {})
    monkeypatch.setenv("MONTY_BIN", "/nowhere/monty")

    ran = scripting.run("1", {}, NOW)

    assert isinstance(ran, Wrong)
    assert ran.message.startswith("The interpreter of scripts cannot be started")
