"""How is it said in words why a decision came out as it did?"""

from __future__ import annotations

from engine.queries.views import DecisionInstanceView, Explanation, MatchedRule, Named
from feel.budget import Run
from feel.values import Value
from feel.writing import text_of
from kit.i18n import _

NOTES = 3
"""Reasons for a null that are told."""
LONGEST = 200
"""Characters of a value."""


def explanation(made: DecisionInstanceView) -> Explanation:
    """The reasons are whole sentences in the reader's language."""
    return Explanation(made, _shown(made.result), (*_reasons(made), *made.notes[:NOTES]))


def _reasons(made: DecisionInstanceView) -> list[str]:
    if made.failure is not None:
        return [made.failure]
    if made.rules:
        return [_why(rule) for rule in made.rules if rule.outputs] or [_why(rule) for rule in made.rules]
    looked_at = _named(made.inputs)
    if made.kind == "decisionTable":
        return [_("No rule matched %(inputs)s.") % {"inputs": looked_at}] if looked_at else [_("No rule matched.")]
    return [_("It was computed from %(inputs)s.") % {"inputs": looked_at}] if looked_at else [_("It was computed.")]


def _why(rule: MatchedRule) -> str:
    """Rule 3 matched because amount = 1200 is in > 1000. It gives 5."""
    each = _("%(input)s = %(value)s is in %(test)s")
    passed = [each % {"input": label, "value": _shown(value), "test": test} for label, value, test in rule.passed]
    if passed:
        said = _("Rule %(number)s matched because %(reasons)s.") % {"number": rule.number, "reasons": _(" and ").join(passed)}
    else:
        said = _("Rule %(number)s matched: it fits everything.") % {"number": rule.number}
    gives = _named(rule.outputs)
    parts = [said, _("It gives %(outputs)s.") % {"outputs": gives} if gives else "", *rule.annotations]
    return " ".join(part for part in parts if part)


def _named(things: tuple[Named, ...]) -> str:
    return ", ".join(f"{each.name} = {_shown(each.value)}" if each.name else _shown(each.value) for each in things)


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return f'"{value[:LONGEST]}"'
    return text_of(Run(), value)[:LONGEST] if value is not None else "null"
