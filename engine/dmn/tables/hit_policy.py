"""What does a decision table's hit policy make of the rules that match? (DMN 8.2.10, 8.2.11)"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.dmn.session import Names, Session
from engine.dmn.tables.table import Rule, Table
from feel.builtins import FUNCTIONS
from feel.comparing import same
from feel.values import Value
from feel.words import N_, Said

Policy = Callable[[Table, list[Rule], Names, Session], Value]


def unique(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
    """One rule at most may match."""
    if len(rules) > 1:
        numbers = ", ".join(str(rule.number) for rule in rules)
        return _contradicting(session, Said(N_("“%s” allows one rule to match, but rules %s do."), (table.name, numbers)))
    return first(table, rules, names, session)


def any_(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
    """All rules that match must say the same."""
    if not rules:
        return table.default(names, session)
    outputs = [table.output(rule, names, session) for rule in rules]
    if all(same(session.run, outputs[0], each) for each in outputs[1:]):
        return outputs[0]
    return _contradicting(session, Said(N_("The rules of “%s” that match do not say the same."), (table.name,)))


def _contradicting(session: Session, why: Said) -> Value:
    """Null, and a note that this null is the table's fault."""
    session.run.note("%s", why)
    session.broken.append(why)
    return None


def first(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
    return table.output(rules[0], names, session) if rules else table.default(names, session)


def priority(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
    """The output that stands first in the lists of output values."""
    ordered = _by_priority(table, rules, names, session)
    return ordered[0] if ordered else table.default(names, session)


def rule_order(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
    """All outputs, in the order of the rules."""
    return [table.output(rule, names, session) for rule in rules] or _default_list(table, names, session)


def output_order(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
    """All outputs, in the order of the lists of output values."""
    return _by_priority(table, rules, names, session) or _default_list(table, names, session)


def _default_list(table: Table, names: Names, session: Session) -> Value:
    found = table.default(names, session)
    return found if isinstance(found, list) else [] if found is None else [found]


def _by_priority(table: Table, rules: list[Rule], names: Names, session: Session) -> list[Value]:
    lists = [None if each.values is None else each.values(names, session) for each in table.outcomes]
    outputs = [table.output(rule, names, session) for rule in rules]
    return sorted(outputs, key=lambda output: _ranks(table, output, lists, session))


def _ranks(table: Table, output: Value, lists: list[Value], session: Session) -> list[int]:
    """An output's places in the lists of output values, the first output's first."""
    values = [output] if len(table.outcomes) == 1 else list(output.values()) if isinstance(output, dict) else []
    return [_rank(value, listed, session) for value, listed in zip(values, lists, strict=False)]


def _rank(value: Value, listed: Value, session: Session) -> int:
    if not isinstance(listed, list):
        return 0
    return next((place for place, each in enumerate(listed) if same(session.run, each, value)), len(listed))


def aggregating(name: str) -> Policy:
    """Collect with an aggregator: one built-in function over all outputs."""
    function = FUNCTIONS[name]

    def aggregate(table: Table, rules: list[Rule], names: Names, session: Session) -> Value:
        outputs = [table.output(rule, names, session) for rule in rules]
        if not outputs:
            return Decimal(0) if name == "count" else table.default(names, session)
        if len(table.outcomes) == 1:
            return function.call(session.run, [outputs])
        rows = [each for each in outputs if isinstance(each, dict)]
        return {each.name: function.call(session.run, [[row[each.name] for row in rows]]) for each in table.outcomes}

    return aggregate


POLICIES: dict[tuple[str, str], Policy] = {
    ("UNIQUE", ""): unique,
    ("ANY", ""): any_,
    ("FIRST", ""): first,
    ("PRIORITY", ""): priority,
    ("RULE ORDER", ""): rule_order,
    ("OUTPUT ORDER", ""): output_order,
    ("COLLECT", ""): rule_order,
    ("COLLECT", "SUM"): aggregating("sum"),
    ("COLLECT", "MIN"): aggregating("min"),
    ("COLLECT", "MAX"): aggregating("max"),
    ("COLLECT", "COUNT"): aggregating("count"),
}
"""By hit policy and aggregation."""
