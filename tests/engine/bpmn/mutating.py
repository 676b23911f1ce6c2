"""How are models spoilt at random, as people and tools spoil them?"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

WORDS = ("", "x", "=", "= x", "= 1 +", "-1", "0", "true", "PT1H", "R/PT1S", "Start", "æøå", "= [1,2]", "2" * 40)
TAGS = ("task", "userTask", "exclusiveGateway", "endEvent", "startEvent", "subProcess", "adHocSubProcess", "transaction",
        "receiveTask", "complexGateway", "eventBasedGateway", "boundaryEvent")  # fmt: skip


def mutated(xml: bytes, seed: int) -> bytes:
    """The model with one to four things changed."""
    chance = random.Random(seed)
    root = etree.fromstring(xml)
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


def _word(chance: random.Random, root: etree._Element) -> str:
    """Some text, or the id of something else."""
    ids = [each.get("id", "") for each in root.iter() if each.get("id")]
    return chance.choice(WORDS) if chance.random() < 0.5 else chance.choice(ids or [""])


CHANGES: tuple[Callable[[random.Random, etree._Element], None], ...] = (_drop, _double, _move, _set, _unset, _text, _retag)
