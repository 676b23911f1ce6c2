"""Which FEEL types do a model's item definitions stand for? (DMN 7.3.2)"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from lxml import etree

from engine.dmn.problems import Problem
from engine.dmn.xml import child, children, text_of
from feel.budget import Run
from feel.errors import FeelError
from feel.expression import Expression, Known, compile_tests
from feel.types import ANY, BUILT_IN, ContextType, FeelType, FunctionType, ListType
from feel.values import Value
from kit.i18n import _

RUN: ContextVar[Run | None] = ContextVar("run", default=None)
"""The evaluation under way: checking types is a part of it, and of its budget."""
FEEL_NAMESPACE = "/FEEL/"


@dataclass(frozen=True, slots=True)
class ConstrainedType(FeelType):
    """A type whose values must pass unary tests."""

    base: FeelType
    tests: Expression
    whole: bool = False
    """A list is tested itself, not each of its members."""

    def admits(self, value: Value) -> bool:
        if not self.base.admits(value):
            return False
        if self._passes(value):
            return True
        return not self.whole and isinstance(value, list) and all(self._passes(each) for each in value)

    def element_type(self) -> FeelType | None:
        return self.base.element_type()

    def bare(self) -> FeelType:
        return self.base.bare()

    def _passes(self, value: Value) -> bool:
        return self.tests.part({"?": value}, RUN.get() or Run()) is True


class TypeReader:
    """The types of one model: its item definitions, and those of the models it imports by `name.type`."""

    def __init__(self, root: etree._Element, imported: Mapping[str, Mapping[str, FeelType]], names: Known) -> None:
        self.types: dict[str, FeelType] = {}
        self.problems: list[Problem] = []
        self._names = names
        self._definitions = {each.get("name", ""): each for each in children(root, "itemDefinition")}
        self._imported = imported
        self._namespaces = {each.get("namespace", ""): each.get("name", "") for each in children(root, "import")}
        self._reading: set[str] = set()
        for name, types in imported.items():
            self.types.update({f"{name}.{each}" if name else each: type_ for each, type_ in types.items()})
        for name in self._definitions:
            self._read(name)

    def referred(self, element: etree._Element, attribute: str = "typeRef") -> FeelType:
        """The type that an element's attribute names; Any without one. An unknown one is a problem."""
        return self._named(element, self._reference(element, attribute))

    def _reference(self, element: etree._Element, attribute: str) -> str:
        """The name, without a prefix of FEEL's or the own namespace; DMN 1.1 wrote the type as an element."""
        name = " ".join((element.get(attribute) or text_of(element, attribute)).split())
        prefix, colon, local = name.partition(":")
        if not colon or name in self._definitions:
            return name
        namespace = element.nsmap.get(prefix) or ""
        if namespace in self._namespaces:
            return f"{self._namespaces[namespace]}.{local}"
        return local

    def _named(self, element: etree._Element, name: str) -> FeelType:
        if not name:
            return ANY
        if name in self._definitions:
            return self._read(name)
        found = self.types.get(name) or BUILT_IN.get(name)
        if found is None:
            self._complain(element, _("There is no type “%(name)s”. Define it or correct its name.") % {"name": name})
            return ANY
        return found

    def _read(self, name: str) -> FeelType:
        if name in self.types:
            return self.types[name]
        element = self._definitions[name]
        if name in self._reading:
            self._complain(element, _("The type “%(name)s” contains itself. Break the circle.") % {"name": name})
            return ANY
        self._reading.add(name)
        self.types[name] = self._defined(element)
        return self.types[name]

    def _defined(self, element: etree._Element) -> FeelType:
        type_ = self._constrained(element, "allowedValues", self._base(element))
        if element.get("isCollection") == "true":
            type_ = ListType(type_)
        return self._constrained(element, "typeConstraint", type_)

    def _base(self, element: etree._Element) -> FeelType:
        function = child(element, "functionItem")
        if function is not None:
            parameters = tuple(self.referred(each) for each in children(function, "parameters"))
            return FunctionType(parameters, self.referred(function, "outputTypeRef"))
        components = list(children(element, "itemComponent"))
        if components:
            return ContextType({each.get("name", ""): self._defined(each) for each in components})
        return self.referred(element)

    def _constrained(self, element: etree._Element, name: str, type_: FeelType) -> FeelType:
        text = text_of(child(element, name))
        if not text:
            return type_
        try:
            return ConstrainedType(type_, compile_tests(text, self._names), whole=name == "typeConstraint")
        except FeelError as error:
            self._complain(element, _("The allowed values are no FEEL tests: %(reason)s") % {"reason": error})
            return type_

    def _complain(self, element: etree._Element, message: str) -> None:
        self.problems.append(Problem(element.get("id", ""), element.get("name", ""), message))
