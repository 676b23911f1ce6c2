"""What are the elements of BPMN called in a message to the person who draws them?"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.reading.zeebe import local
from kit.i18n import N_, _

KINDS = {
    "startEvent": N_("start event"), "endEvent": N_("end event"), "boundaryEvent": N_("boundary event"),
    "intermediateCatchEvent": N_("intermediate catch event"), "intermediateThrowEvent": N_("intermediate throw event"),
    "task": N_("task"), "userTask": N_("user task"), "manualTask": N_("manual task"), "serviceTask": N_("service task"),
    "scriptTask": N_("script task"), "sendTask": N_("send task"), "receiveTask": N_("receive task"),
    "businessRuleTask": N_("business rule task"), "callActivity": N_("call activity"), "subProcess": N_("sub-process"),
    "transaction": N_("transaction"), "adHocSubProcess": N_("ad-hoc sub-process"), "process": N_("process"),
    "exclusiveGateway": N_("exclusive gateway"), "parallelGateway": N_("parallel gateway"),
    "inclusiveGateway": N_("inclusive gateway"), "complexGateway": N_("complex gateway"),
    "eventBasedGateway": N_("event-based gateway"), "sequenceFlow": N_("sequence flow"), "messageFlow": N_("message flow"),
    "association": N_("association"), "lane": N_("lane"), "participant": N_("participant"), "message": N_("message"),
    "signal": N_("signal"), "error": N_("error"), "escalation": N_("escalation"), "timer": N_("timer"),
    "conditional": N_("conditional"), "compensate": N_("compensation"), "cancel": N_("cancel"), "link": N_("link"),
    "terminate": N_("terminate"), "dataObject": N_("data object"), "dataInput": N_("data input"),
    "dataOutput": N_("data output"), "inputSet": N_("input set"), "outputSet": N_("output set"),
    "choreography": N_("choreography"), "choreographyTask": N_("choreography task"), "subChoreography": N_("sub-choreography"),
    "callChoreography": N_("call choreography"), "globalChoreographyTask": N_("global choreography task"),
    "globalConversation": N_("global conversation"), "condition": N_("condition"),
    "conditionExpression": N_("condition"), "loopCondition": N_("loop condition"),
    "completionCondition": N_("completion condition"), "activationCondition": N_("activation condition"),
    "loopCardinality": N_("loop cardinality"), "transformation": N_("transformation"),
}  # fmt: skip


def word(what: etree._Element | str) -> str:
    """The name of an element's kind, or of a kind, in the language of the person who reads."""
    kind = what if isinstance(what, str) else local(what)
    return _(KINDS.get(kind, kind))
