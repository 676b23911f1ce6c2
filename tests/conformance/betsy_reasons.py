"""For which reason must each betsy constraint be refused?"""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn import Problem

REASONS: dict[str, tuple[str, ...]] = {
    "EXT002": ("used twice", "has no id"),
    "EXT003": ("has no id",),
    "EXT010": ("no media type",),
    "EXT013": ("is empty",),
    "EXT014": ("not a valid value",),
    "EXT018": ("says that it is",),
    "EXT019": ("says that it is", "without a condition"),
    "EXT021": ("leads to or leaves an event sub-process",),
    "EXT024": ("isImmediate",),
    "EXT025": ("only flow that leaves this activity carries a condition",),
    "EXT026": ("does not leave this element",),
    "EXT027": ("belongs to a choreography or conversation",),
    "EXT030": ("minimum",),
    "EXT032": ("belongs to a choreography or conversation",),
    "EXT036": ("belongs to a choreography or conversation",),
    "EXT037": ("startQuantity",),
    "EXT038": ("completionQuantity",),
    "EXT039": ("resourceAssignmentExpression",),
    "EXT041": ("both loop markers",),
    "EXT042": ("no data input", "takes exactly one"),
    "EXT043": ("takes exactly one",),
    "EXT044": ("does not have the item definition",),
    "EXT048": ("does not have the item definition",),
    "EXT050": ("takes exactly one",),
    "EXT053": ("scriptFormat",),
    "EXT054": ("both loop markers",),
    "EXT055": ("both loop markers",),
    "EXT056": ("belongs to a choreography or conversation",),
    "EXT058": ("no start event", "exactly one start event"),
    "EXT060": ("not a valid value",),
    "EXT062": ("no start and end events", "belongs to a choreography"),
    "EXT069": ("is itself a collection", "different structure"),
    "EXT070": ("is itself a collection", "different structure"),
    "EXT071": ("never true or false",),
    "EXT078": ("'property': This element is not expected",),
    "EXT079": ("no data inputs and outputs of its own",),
    "EXT081": ("do not agree on being a collection",),
    "EXT083": ("do not agree on being a collection",),
    "EXT084": ("belongs to no input set",),
    "EXT085": ("is optional in a input set",),
    "EXT087": ("does not name it in return",),
    "EXT089": ("is optional in a output set",),
    "EXT091": ("different structure",),
    "EXT092": ("several sources",),
    "EXT093": ("carries 2 items",),
    "EXT094": ("different structure",),
    "EXT096": ("No flow may lead to a start event",),
    "EXT098": ("A start event cannot be",),
    "EXT100": ("of a sub-process has no trigger",),
    "EXT102": ("does not send",),
    "EXT106": ("lies in a transaction",),
    "EXT108": ("does not receive",),
    "EXT109": ("does not send",),
    "EXT111": ("is attached to a transaction",),
    "EXT112": ("No flow may lead to a boundary event",),
    "EXT113": ("No flow leaves this boundary event",),
    "EXT116": ("No flow leaves this intermediate",),
    "EXT117": ("No flow may lead to a catching link", "No flow may leave a throwing link"),
    "EXT121": ("cannot be a compensation event",),
    "EXT122": ("cannot be a compensation event",),
    "EXT123": ("has no condition", "not a formal expression"),
    "EXT125": ("has no target",),
    "EXT126": ("has no target",),
    "EXT131": ("exactly one of date, duration and cycle",),
    "EXT133": ("no repeating interval",),
    "EXT134": ("no duration",),
    "EXT138": ("cannot wait for the link", "catch events and receive tasks only"),
    "EXT143": ("has no handler",),
    "EXT144": ("not marked as being for compensation",),
    "EXT148": ("intermediate catch event cannot be", "catches nothing"),
    "EXT151": ("No flow leads to",),
    "EXT152": ("crosses the border",),
}
"""By constraint: words of which one must be said."""


def reason_is_named(constraint_id: str, problems: Iterable[Problem]) -> bool:
    """True when some problem names an element and says what this constraint is about; any refusal, for one not listed."""
    said = [problem.message for problem in problems if problem.element_id]
    words = REASONS.get(constraint_id.split("_", maxsplit=1)[0])
    return bool(said) if words is None else any(word in message for word in words for message in said)
