"""Why does a person see this task?"""

from __future__ import annotations

from collections.abc import Mapping

from engine.queries.views import TaskCard
from kit.i18n import _
from people.access import Who


def why_me(card: TaskCard, who: Who, roles: Mapping[str, str]) -> str:
    """One sentence."""
    task = card.task
    if task.stands_in_for:
        return _("You stand in for %(name)s, who has it.") % {"name": task.stands_in_for}
    if task.delegation == "PENDING":
        said = _("%(owner)s asks for your answer.") if task.is_mine else _("%(owner)s has asked %(name)s for an answer.")
        return said % {"owner": task.owner_name, "name": task.assignee_name}
    if task.is_mine:
        return _("It is yours: you took it, or it was given to you.")
    if card.by_role and task.assignee:
        return _("It is for the role %(role)s, which you have; %(name)s has taken it.") % {
            "role": roles.get(card.by_role, card.by_role),
            "name": task.assignee_name,
        }
    if card.by_role:
        return _("It is for the role %(role)s, which you have.") % {"role": roles.get(card.by_role, card.by_role)}
    return _others(card, who)


def _others(card: TaskCard, who: Who) -> str:
    absent = next((each.name for each in who.stand_ins if each.roles.intersection(card.task.candidates)), None)
    if absent:
        return _("You stand in for %(name)s, whose role it is for.") % {"name": absent}
    if not card.task.candidates and not card.task.assignee:
        return _("It is open to everybody who works here.")
    return _("You see it as an operator.") if who.may("process.operate") else _("You have had to do with it.")
