"""What are the engine's words for states and elements called when a person reads them?"""

from __future__ import annotations

from engine import Figure
from engine.queries.task_history import Deed
from kit.i18n import N_, _

STATES = {
    "ACTIVE": N_("Running"),
    "SUSPENDED": N_("Suspended"),
    "COMPLETED": N_("Completed"),
    "TERMINATED": N_("Canceled"),
}
TONES = {"ACTIVE": "live", "SUSPENDED": "bad", "COMPLETED": "good", "TERMINATED": ""}
ELEMENTS = {
    "PROCESS": N_("Process"),
    "START_EVENT": N_("Start"),
    "END_EVENT": N_("End"),
    "INTERMEDIATE_CATCH_EVENT": N_("Wait"),
    "INTERMEDIATE_THROW_EVENT": N_("Event"),
    "BOUNDARY_EVENT": N_("Event"),
    "USER_TASK": N_("Task for a person"),
    "MANUAL_TASK": N_("Manual task"),
    "SERVICE_TASK": N_("Operation"),
    "SEND_TASK": N_("Message sent"),
    "RECEIVE_TASK": N_("Wait for a message"),
    "SCRIPT_TASK": N_("Calculation"),
    "BUSINESS_RULE_TASK": N_("Decision"),
    "CALL_ACTIVITY": N_("Another process"),
    "SUB_PROCESS": N_("Sub-process"),
    "TRANSACTION": N_("Sub-process"),
    "AD_HOC_SUB_PROCESS": N_("Sub-process"),
    "EXCLUSIVE_GATEWAY": N_("Choice"),
    "INCLUSIVE_GATEWAY": N_("Choice"),
    "PARALLEL_GATEWAY": N_("Parallel"),
    "EVENT_BASED_GATEWAY": N_("Wait for the first"),
    "COMPLEX_GATEWAY": N_("Gateway"),
    "INTERMEDIATE_EVENT": N_("Event"),
    "TASK": N_("Task"),
}
FIGURES = {
    Figure.STARTED: N_("Started"),
    Figure.FINISHED: N_("Finished"),
    Figure.CANCELED: N_("Canceled"),
    Figure.OPEN: N_("Running now"),
    Figure.LATE: N_("Late now"),
    Figure.STOPPED: N_("Stopped now"),
    Figure.AT: N_("Standing there now"),
    Figure.VISITED: N_("Were there"),
    Figure.HELD: N_("Open tasks"),
    Figure.HELD_LATE: N_("Late tasks"),
    Figure.DONE: N_("Completed tasks"),
}
DEEDS = {
    "task.claim": N_("%(actor)s took it"),
    "task.unclaim": N_("%(actor)s gave it back to all"),
    "task.complete": N_("%(actor)s completed it"),
    "task.reassign": N_("%(actor)s gave it to %(to)s"),
    "task.delegate": N_("%(actor)s asked %(to)s for an answer"),
    "task.resolve": N_("%(actor)s answered and gave it back to %(to)s"),
    "task.follow-up": N_("%(actor)s changed when it is taken up"),
}
SIGNS = {
    "product": "package",
    "customer": "users",
    "sales_order": "shopping-cart",
    "shipment": "truck-delivery",
    "invoice": "file-invoice",
    "payment": "cash",
    "bank_line": "building-bank",
    "account": "list-numbers",
    "journal_entry": "book",
    "warehouse": "building-warehouse",
    "location": "map-pin",
    "stock_move": "arrows-exchange",
    "lead": "user-plus",
    "deal": "target-arrow",
    "deal_step": "stairs",
    "pipeline": "layout-kanban",
    "stage": "layout-kanban",
    "quote": "file-text",
    "contract": "signature",
    "interaction": "message",
    "objection": "message-question",
    "campaign": "speakerphone",
    "campaign_member": "speakerphone",
    "campaign_cost": "speakerphone",
    "consent": "mail-check",
    "ticket": "ticket",
    "sla_segment": "clock",
}
"""The icon of a kind of record."""
OWN_PAGES = {"customer": "/customers/{key}"}
"""Kinds of record with a hand-made page."""
SCOPES = frozenset({"PROCESS", "SUB_PROCESS", "TRANSACTION", "AD_HOC_SUB_PROCESS", "EVENT_SUB_PROCESS", "MULTI_INSTANCE_BODY"})
"""What only holds other elements: where a token stands is said by what is inside."""


def sign(noun: str) -> str:
    return SIGNS.get(noun, "folders")


def address_of(noun: str, path: str, key: int) -> str:
    """Where a record of this kind is read."""
    return OWN_PAGES.get(noun, f"/records/{path}/{{key}}").format(key=key)


def state_words(state: str) -> str:
    return _(STATES.get(state, state))


def tone(state: str) -> str:
    """The badge that a state wears."""
    return TONES.get(state, "")


def element_words(kind: str) -> str:
    return _(ELEMENTS.get(kind, "")) or kind


def deed_words(deed: Deed) -> str:
    """What somebody did with a task, and for whom."""
    said = _(DEEDS.get(deed.action, deed.action)) % {"actor": deed.actor or _("The system"), "to": deed.to}
    return _("%(deed)s, standing in for %(name)s") % {"deed": said, "name": deed.behalf} if deed.behalf else said
