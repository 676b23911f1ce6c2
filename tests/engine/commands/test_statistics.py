"""Does each figure of a manager's page equal an independent SQL query, and open exactly its own cases?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

import engine
from engine import Asked, Figure, Scope
from kit.clock import MovingClock
from kit.db import Database
from kit.db.types import to_micros
from kit.errors import Forbidden
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, MANAGER, OPERATOR, STRANGER, Till
from tests.engine.commands.stories import open_task
from worker.embedded import run_all

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Year:
    """Fourteen cases of one process over three weeks, in two versions: some done, one canceled, some late, one stopped."""

    def __init__(self, database: Database, clock: MovingClock, till: Till) -> None:
        self.database, self.clock = database, clock
        self.begins = clock.now()
        self._deploy("first")
        for number in range(14):
            if number == 9:
                self._deploy("second")
            till.works = number < 13
            with database.transaction() as session:
                key = engine.start(session, "trade", {"due": clock.now() + 2 * DAY}, who=MANAGER)
            clock.advance(timedelta(hours=number + 1))
            if number < 8:
                with database.transaction() as session:
                    engine.complete_task(session, open_task(database, key), who=MANAGER)
            if number == 8:
                with database.transaction() as session:
                    engine.cancel(session, key, who=OPERATOR)
            if number == 9:
                with database.transaction() as session:
                    engine.claim(session, open_task(database, key), who=MANAGER)
            run_all(database)
            clock.advance(DAY)
        for _turn in range(5):
            clock.advance(HOUR)
            run_all(database)
        with database.transaction() as session:  # another process and another company do not count
            engine.start(session, "other", company_id=COMPANY)
            engine.start(session, "trade", {"due": None}, company_id=STRANGER.company_id)

    def _deploy(self, name: str) -> None:
        schedule = drawing.element("zeebe:taskSchedule", {"dueDate": "=due"})
        model = drawing.draw(
            "trade",
            drawing.start(),
            drawing.service("prepare", "inline.prepare"),
            drawing.user("do", schedule, role="manager", name=name),
            drawing.end(),
            drawing.flows("start > prepare > do > end"),
        )
        other = drawing.draw("other", drawing.start(), drawing.user("do", role="manager"), drawing.end(), drawing.flows("start > do > end"))
        with self.database.transaction() as session:
            engine.deploy(session, {"trade.bpmn": model.encode(), "other.bpmn": other.encode()})

    def scope(self, first: int = 0, last: int = 40, version: int | None = None) -> Scope:
        return Scope("trade", self.begins + first * DAY, self.begins + last * DAY, version)

    def sql(self, statement: str, scope: Scope, **more: object) -> list[tuple[object, ...]]:
        given = {"a": to_micros(scope.begins), "b": to_micros(scope.ends), "now": to_micros(self.clock.now()), "company": COMPANY, **more}
        mine = "SELECT i.id FROM process_instance i WHERE i.company_id = :company AND i.bpmn_process_id = 'trade'"
        if scope.version is not None:
            mine += f" AND i.definition_key IN (SELECT d.id FROM process_definition d WHERE d.version = {scope.version})"
        whole = statement.replace("MINE", f"({mine})")
        with self.database.reading() as session:
            used = {name: value for name, value in given.items() if f":{name}" in whole}
            return [tuple(row) for row in session.execute(text(whole), used)]


@pytest.fixture
def year(database: Database, moving_clock: MovingClock, till: Till) -> Year:
    return Year(database, moving_clock, till)


PLAIN = {
    Figure.STARTED: "started_at >= :a AND started_at < :b",
    Figure.FINISHED: "state = 'COMPLETED' AND ended_at >= :a AND ended_at < :b",
    Figure.CANCELED: "state = 'TERMINATED' AND ended_at >= :a AND ended_at < :b",
    Figure.OPEN: "ended_at IS NULL",
    Figure.LATE: "ended_at IS NULL AND id IN (SELECT t.instance_key FROM user_task t WHERE t.closed_at IS NULL AND t.due < :now)",
    Figure.STOPPED: "id IN (SELECT n.instance_key FROM incident n WHERE n.state = 'ACTIVE')",
}
AT_ELEMENT = {
    Figure.AT: "e.state = 'ACTIVE'",
    Figure.VISITED: "e.state = 'COMPLETED' AND e.ended_at >= :a AND e.ended_at < :b",
}


@pytest.mark.parametrize(("first", "last", "version"), [(0, 40, None), (3, 9, None), (0, 40, 2), (30, 40, None)])
def test_every_figure_equals_plain_sql_and_its_cases_are_as_many(year: Year, first: int, last: int, version: int | None) -> None:
    scope = year.scope(first, last, version)
    seen: dict[Figure, int] = {}
    for figure, condition in PLAIN.items():
        expected = {row[0] for row in year.sql(f"SELECT id FROM process_instance WHERE id IN MINE AND {condition}", scope)}
        with year.database.reading() as session:
            listed = {each.key for each in engine.cases(session, scope, Asked(figure), who=OPERATOR)}
            seen[figure] = engine.count_cases(session, scope, Asked(figure), who=OPERATOR)
        assert (listed, seen[figure]) == (expected, len(expected)), figure
    if (first, last, version) == (0, 40, None):
        assert seen == {Figure.STARTED: 14, Figure.FINISHED: 8, Figure.CANCELED: 1, Figure.OPEN: 5, Figure.LATE: 4, Figure.STOPPED: 1}


@pytest.mark.parametrize("element", ["prepare", "do", "nowhere"])
@pytest.mark.parametrize("figure", list(AT_ELEMENT))
def test_the_cases_at_an_element_equal_plain_sql(year: Year, figure: Figure, element: str) -> None:
    scope = year.scope(2, 11)
    statement = (
        f"SELECT DISTINCT e.instance_key FROM element_instance e WHERE e.instance_key IN MINE AND e.element_id = :element AND {AT_ELEMENT[figure]}"
    )
    if figure is Figure.AT:
        statement += " AND e.instance_key IN (SELECT id FROM process_instance WHERE ended_at IS NULL)"
    expected = {row[0] for row in year.sql(statement, scope, element=element)}

    with year.database.reading() as session:
        assert {each.key for each in engine.cases(session, scope, Asked(figure, element), who=OPERATOR)} == expected


def test_cycle_times_are_the_nearest_rank_of_the_finished_cases(year: Year) -> None:
    scope = year.scope()
    finished = "SELECT ended_at - started_at FROM process_instance WHERE id IN MINE AND state = 'COMPLETED'"
    took = sorted(int(str(row[0])) for row in year.sql(finished, scope))
    with year.database.reading() as session:
        cycle = engine.cycle(session, scope, who=OPERATOR)
        nothing = engine.cycle(session, year.scope(30, 40), who=OPERATOR)

    assert took == [hours * 3_600_000_000 for hours in range(1, 9)]
    assert (cycle.count, cycle.percentiles) == (8, (4 * HOUR, 7 * HOUR, 8 * HOUR))
    assert (sum(cycle.counts), len(cycle.counts)) == (8, 12)
    assert nothing.count == 0


def test_bottlenecks_are_ordered_by_the_time_they_held_cases(year: Year) -> None:
    scope = year.scope()
    rows = year.sql(
        "SELECT element_id, count(*), sum(ended_at - started_at) FROM element_instance WHERE instance_key IN MINE AND state = 'COMPLETED'"
        " AND ended_at >= :a AND ended_at < :b GROUP BY element_id",
        scope,
    )
    with year.database.reading() as session:
        stops = engine.stops(session, scope, who=OPERATOR)

    told = {each.element_id: each for each in stops}
    assert {(name, count, total) for name, count, total in rows} == {
        (each.element_id, each.visits, each.total // timedelta(microseconds=1)) for each in stops if each.visits
    }
    assert [each.total for each in stops] == sorted((each.total for each in stops), reverse=True)
    assert (told["do"].median, told["do"].ninetieth, told["do"].now, told["do"].overdue) == (4 * HOUR, 8 * HOUR, 4, 4)
    assert (told["prepare"].now, told["prepare"].incidents) == (1, 1)


def test_flows_and_desks_equal_plain_sql(year: Year) -> None:
    scope = year.scope(1, 12)
    counted = "SELECT flow_id, count(*) FROM sequence_flow_taken WHERE instance_key IN MINE AND taken_at >= :a AND taken_at < :b GROUP BY flow_id"
    taken = year.sql(counted, scope)
    done = year.sql("SELECT count(*) FROM user_task WHERE instance_key IN MINE AND state = 'COMPLETED' AND closed_at >= :a AND closed_at < :b", scope)
    with year.database.reading() as session:
        flows = engine.flows(session, scope, who=OPERATOR)
        (mona,) = engine.workload(session, scope, who=OPERATOR)
        asked = [Asked(it, person="Mona") for it in (Figure.HELD, Figure.HELD_LATE, Figure.DONE)]
        theirs = [engine.count_cases(session, scope, each, who=OPERATOR) for each in asked]

    assert flows == {str(flow): count for flow, count in taken}
    assert (mona.name, mona.open, mona.overdue, mona.completed) == ("Mona", 1, 1, done[0][0])
    assert theirs == [mona.open, mona.overdue, mona.completed]


def test_running_cases_by_age_are_all_of_them(year: Year) -> None:
    scope, now = year.scope(), year.clock.now()
    bounds: list[tuple[datetime | None, datetime | None]] = [(now - DAY, None), (now - 7 * DAY, now - DAY), (None, now - 7 * DAY)]
    with year.database.reading() as session:
        counts = [engine.count_cases(session, scope, Asked(Figure.OPEN, "", *each), who=OPERATOR) for each in bounds]
        whole = engine.count_cases(session, scope, Asked(Figure.OPEN), who=OPERATOR)

    assert sum(counts) == whole
    assert counts[1] > 0


def test_only_who_operates_sees_figures_and_only_of_their_company(year: Year) -> None:
    scope = year.scope()
    stranger = replace(OPERATOR, company_id=STRANGER.company_id)
    with year.database.reading() as session:
        with pytest.raises(Forbidden):
            engine.count_cases(session, scope, Asked(Figure.OPEN), who=CLERK)
        for query in (engine.stops, engine.cycle, engine.flows, engine.workload):
            with pytest.raises(Forbidden):
                query(session, scope, who=CLERK)
        assert engine.count_cases(session, scope, Asked(Figure.OPEN), who=stranger) == 1
