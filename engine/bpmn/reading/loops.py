"""Which loop does an activity's marker ask for?"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.elements.multi_instance import MultiInstance
from engine.bpmn.elements.standard_loop import StandardLoop
from engine.bpmn.reading.attributes import Attributes
from engine.bpmn.reading.data import variable
from engine.bpmn.reading.referring import by_id
from engine.bpmn.running.behaviour import Loop
from engine.bpmn.spiff import full_tag
from engine.bpmn.values import Lookup, Value

TRUE = frozenset({"true", "1"})


def loop(attributes: Attributes) -> Loop | None:
    element = attributes.spec.element
    many = element.find(full_tag("multiInstanceLoopCharacteristics"))
    if many is not None:
        return _multi_instance(attributes, many)
    again = element.find(full_tag("standardLoopCharacteristics"))
    if again is None:
        return None
    condition = _text(again, "loopCondition")
    maximum = again.get("loopMaximum")
    return StandardLoop(
        attributes.condition(condition) if condition else None,
        int(maximum) if maximum is not None else None,
        again.get("testBefore") in TRUE,
    )


def _multi_instance(attributes: Attributes, marker: etree._Element) -> MultiInstance:
    name = "loopCharacteristics"
    condition = _text(marker, "completionCondition")
    cardinality = _text(marker, "loopCardinality")
    return MultiInstance(
        is_sequential=marker.get("isSequential") in TRUE,
        collection=attributes.get(name, "inputCollection") or _drawn(marker, "loopDataInputRef"),
        cardinality=attributes.value(cardinality) if cardinality else None,
        input_element=attributes.text(name, "inputElement") or _item(marker, "inputDataItem"),
        output_collection=attributes.text(name, "outputCollection") or _name(marker, "loopDataOutputRef"),
        output_element=attributes.get(name, "outputElement") or _gathered(marker),
        completion_condition=attributes.condition(condition) if condition else None,
        signal=_signal(attributes, marker),
        signals_once=marker.get("behavior") == "One",
    )


def _name(marker: etree._Element, reference: str) -> str | None:
    """The variable behind a collection that is drawn as data."""
    text = _text(marker, reference)
    return variable(marker, text) if text else None


def _drawn(marker: etree._Element, reference: str) -> Lookup | None:
    name = _name(marker, reference)
    return Lookup(name) if name else None


def _item(marker: etree._Element, kind: str) -> str | None:
    item = marker.find(full_tag(kind))
    return item.get("name") or item.get("id") if item is not None else None


def _gathered(marker: etree._Element) -> Lookup | None:
    name = _item(marker, "outputDataItem")
    return Lookup(name) if name else None


def _signal(attributes: Attributes, marker: etree._Element) -> Value | None:
    """What the completion of instances throws: the signal that noneBehaviorEventRef or oneBehaviorEventRef leads to."""
    attribute = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}.get(marker.get("behavior", "All"))
    if attribute is None:
        return None
    root = marker.getroottree().getroot()
    definition = by_id(root, marker.get(attribute, ""))
    signal = by_id(root, definition.get("signalRef", "")) if definition is not None else None
    return attributes.value(signal.get("name", "")) if signal is not None else None


def _text(element: etree._Element, child: str) -> str:
    return (element.findtext(full_tag(child)) or "").strip()
