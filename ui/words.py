"""What are the engine's words for states and elements called when a person reads them?"""

from __future__ import annotations

from kit.i18n import N_, _

STATES = {
    "ACTIVE": N_("Running"),
    "COMPLETED": N_("Completed"),
    "TERMINATED": N_("Canceled"),
}
TONES = {"ACTIVE": "live", "COMPLETED": "good", "TERMINATED": ""}
ELEMENTS = {
    "process": N_("Process"),
    "startEvent": N_("Start"),
    "endEvent": N_("End"),
    "intermediateCatchEvent": N_("Wait"),
    "intermediateThrowEvent": N_("Event"),
    "boundaryEvent": N_("Event"),
    "userTask": N_("Task for a person"),
    "manualTask": N_("Manual task"),
    "serviceTask": N_("Operation"),
    "sendTask": N_("Message sent"),
    "receiveTask": N_("Wait for a message"),
    "scriptTask": N_("Calculation"),
    "businessRuleTask": N_("Decision"),
    "callActivity": N_("Another process"),
    "subProcess": N_("Sub-process"),
    "transaction": N_("Sub-process"),
    "adHocSubProcess": N_("Sub-process"),
    "exclusiveGateway": N_("Choice"),
    "inclusiveGateway": N_("Choice"),
    "parallelGateway": N_("Parallel"),
    "eventBasedGateway": N_("Wait for the first"),
    "complexGateway": N_("Gateway"),
}


def state_words(state: str) -> str:
    return _(STATES.get(state, state))


def tone(state: str) -> str:
    """The badge that a state wears."""
    return TONES.get(state, "")


def element_words(kind: str) -> str:
    return _(ELEMENTS.get(kind, "")) or kind
