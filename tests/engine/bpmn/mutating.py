"""How are models spoilt at random, as people and tools spoil them?"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

WORDS = ("", "x", "=", "= x", "= 1 +", "-1", "0", "true", "PT1H", "R/PT1S", "Start", "æøå", "= [1,2]", "2" * 40)
NODES = ("Task", "task", "Event", "Gateway", "ubProcess", "callActivity", "transaction")
KINDS = (
    ("exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"),
    ("task", "manualTask", "userTask", "serviceTask", "receiveTask", "sendTask", "scriptTask"),
    ("errorEventDefinition", "escalationEventDefinition", "terminateEventDefinition", "compensateEventDefinition", "cancelEventDefinition"),
    ("subProcess", "transaction", "adHocSubProcess"),
)
TEXTS = ("timeDuration", "timeCycle", "timeDate", "loopCardinality", "script")
VALUES = ("= null", "= true", "= 5", "= -1", "= 1/0", "= [1, null]", '= "x"', '= "PT1H"', "= {a: 1}", '= date("2026-01-02")', "= missing.part",
          "= every x in order satisfies x", "= 10 ** 400", "R/PT1S", "R2/PT0.5S", "0 0 * * * *", "2026-01-01T12:00:01Z", "P1M")  # fmt: skip
FLAGS = {
    "isInterrupting": ("startEvent",), "cancelActivity": ("boundaryEvent",), "isSequential": ("multiInstanceLoopCharacteristics",),
    "parallelMultiple": ("startEvent", "boundaryEvent", "intermediateCatchEvent"), "testBefore": ("standardLoopCharacteristics",),
    "triggeredByEvent": ("subProcess",), "isForCompensation": ("task", "userTask", "serviceTask", "subProcess"), "instantiate": ("receiveTask",),
}  # fmt: skip
TAGS = ("task", "userTask", "exclusiveGateway", "endEvent", "startEvent", "subProcess", "adHocSubProcess", "transaction",
        "receiveTask", "complexGateway", "eventBasedGateway", "boundaryEvent")  # fmt: skip


def mutated(xml: bytes, seed: int) -> bytes:
    """The model with one to four things changed."""
    chance = random.Random(seed)
    root = etree.fromstring(xml)
    if chance.random() < 0.6:
        for _ in range(chance.randint(1, 3)):
            chance.choice(GENTLE)(chance, root)
    else:
        for _ in range(chance.randint(1, 4)):
            chance.choice(CHANGES)(chance, root)
    return etree.tostring(root)


def _any(chance: random.Random, root: etree._Element) -> etree._Element:
    return chance.choice([each for each in root.iter() if each is not root] or [root])


def _drop(chance: random.Random, root: etree._Element) -> None:
    element = _any(chance, root)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(chance: random.Random, root: etree._Element) -> None:
    element = _any(chance, root)
    parent = element.getparent()
    if parent is not None:
        parent.append(deepcopy(element))


def _move(chance: random.Random, root: etree._Element) -> None:
    element, home = _any(chance, root), _any(chance, root)
    if element not in list(home.iterancestors()) and home is not element:
        home.append(element)


def _set(chance: random.Random, root: etree._Element) -> None:
    element = _any(chance, root)
    names = [*element.attrib, "default", "isForCompensation", "triggeredByEvent", "startQuantity", "isExecutable"]
    element.set(chance.choice([str(name) for name in names]), _word(chance, root))


def _unset(chance: random.Random, root: etree._Element) -> None:
    element = _any(chance, root)
    if element.attrib:
        del element.attrib[chance.choice([*element.attrib])]


def _text(chance: random.Random, root: etree._Element) -> None:
    _any(chance, root).text = _word(chance, root)


def _retag(chance: random.Random, root: etree._Element) -> None:
    element = _any(chance, root)
    element.tag = f"{{{etree.QName(element).namespace}}}{chance.choice(TAGS)}"


def _retarget(chance: random.Random, root: etree._Element) -> None:
    """A flow leads to another node of its scope, or comes from one."""
    flow = chance.choice([*root.iter("{*}sequenceFlow")])
    scope = flow.getparent()
    nodes = [each.get("id", "") for each in (scope if scope is not None else ()) if str(each.tag).endswith(NODES)]
    if nodes:
        flow.set(chance.choice(["targetRef", "targetRef", "sourceRef"]), chance.choice(nodes))


def _another_kind(chance: random.Random, root: etree._Element) -> None:
    """A gateway of another kind, a task of another kind."""
    for kinds in chance.sample(KINDS, len(KINDS)):
        found = [each for each in root.iter("{*}*") if etree.QName(each).localname in kinds]
        if found:
            element = chance.choice(found)
            element.tag = f"{{{etree.QName(element).namespace}}}{chance.choice(kinds)}"
            return


def _another_value(chance: random.Random, root: etree._Element) -> None:
    """An expression gives something of another kind."""
    places: list[tuple[etree._Element, str | None]] = [
        (each, None) for each in root.iter("{*}*") if (each.text or "").strip().startswith("=") or etree.QName(each).localname in TEXTS
    ]
    places += [(each, str(key)) for each in root.iter("{*}*") for key, value in each.attrib.items() if str(value).startswith("=")]
    if places:
        element, attribute = chance.choice(places)
        value = chance.choice(VALUES)
        if attribute is None:
            element.text = value
        else:
            element.set(attribute, value)


def _flag(chance: random.Random, root: etree._Element) -> None:
    """A mark is set or taken away where it may stand."""
    name = chance.choice([*FLAGS])
    found = [each for each in root.iter("{*}*") if etree.QName(each).localname in FLAGS[name]]
    if found:
        chance.choice(found).set(name, chance.choice(["true", "false"]))


def _shortcut(chance: random.Random, root: etree._Element) -> None:
    """One more flow between two nodes of a scope."""
    flow = chance.choice([*root.iter("{*}sequenceFlow")])
    scope = flow.getparent()
    if scope is not None:
        more = deepcopy(flow)
        more.set("id", f"more_{chance.randrange(10**6)}")
        scope.insert(scope.index(flow), more)
        _retarget(chance, root)


def _word(chance: random.Random, root: etree._Element) -> str:
    """Some text, or the id of something else."""
    ids = [each.get("id", "") for each in root.iter() if each.get("id")]
    return chance.choice(WORDS) if chance.random() < 0.5 else chance.choice(ids or [""])


GENTLE: tuple[Callable[[random.Random, etree._Element], None], ...] = (
    _retarget, _another_kind, _another_value, _another_value, _flag, _shortcut,
)  # fmt: skip
"""What leaves many models executable, and some of them wrong in a way that only running them shows."""
CHANGES: tuple[Callable[[random.Random, etree._Element], None], ...] = (_drop, _double, _move, _set, _unset, _text, _retag)
