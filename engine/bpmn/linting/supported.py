"""Which elements of BPMN are not executed here, and why?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.linting.document import ACTIVITIES, Document, children
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from kit.i18n import N_, _

NO_PROCESS = N_("A %(kind)s belongs to a choreography or conversation, not to a process that can be executed. Take it out.")
FOREIGN = (
    "choreography",
    "globalChoreographyTask",
    "choreographyTask",
    "subChoreography",
    "callChoreography",
    "globalConversation",
)


COMPLEX = N_(
    "Complex multi-instance behaviour is not executed: BPMN leaves open whether its events end the other instances. "
    "Use a completion condition, or the behaviour “None” or “One”."
)


def check(document: Document) -> Iterator[Problem]:
    for element in document.of(*FOREIGN):
        yield document.problem(element, _(NO_PROCESS) % {"kind": word(element)})
    for subscription in document.of("correlationSubscription"):
        yield document.problem(subscription, _("Messages are correlated by the zeebe:subscription of the message. Remove this one."))
    for activity in document.of(*ACTIVITIES):
        for marker in children(activity, "multiInstanceLoopCharacteristics"):
            if marker.get("behavior") == "Complex":
                yield document.problem(activity, _(COMPLEX))
