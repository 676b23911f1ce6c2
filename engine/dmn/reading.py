"""How does a decision model's XML become a compiled model?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from engine.dmn.boxed.compiling import Surroundings
from engine.dmn.boxed.expressions import compiled
from engine.dmn.boxed.functions import function_code, result_of
from engine.dmn.elements import Decision, DecisionService, Element, InputData, KnowledgeModel, Requirement, Requiring
from engine.dmn.model import Model
from engine.dmn.problems import DmnRefused, Problem, Severity
from engine.dmn.session import Place
from engine.dmn.types import TypeReader
from engine.dmn.xml import child, children, href, local_name, parse
from feel.expression import known
from feel.types import ANY, FeelType
from kit.i18n import _

NOT_LOGIC = frozenset({
    "description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement",
    "knowledgeRequirement", "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator",
    "decisionMaker", "decisionOwner", "usingProcess", "usingTask",
})  # fmt: skip


def read(xml: bytes, file: str, imports: Iterable[Model] = (), *, strict: bool = True) -> Model:
    """Compile a decision model; `imports` are the models that it may import, in any order.

    Raises DmnRefused with all problems; without `strict` only for XML that is no DMN: a decision that cannot be run is null.
    """
    model = _Reader(parse(xml, file), file, imports).read()
    errors = [problem for problem in model.problems if problem.severity is Severity.ERROR]
    if strict and errors:
        raise DmnRefused(file, errors)
    return model


class _Reader:
    """One reading of a model."""

    def __init__(self, root: etree._Element, file: str, imports: Iterable[Model]) -> None:
        self.root = root
        self.file = file
        self.namespace = root.get("namespace", "")
        self.problems: list[Problem] = []
        self.imports = self._imports({each.namespace: each for each in imports})
        self.paths = dict(_paths(self.imports))
        self.members = frozenset(self._members())
        self.types = TypeReader(root, {name: each.types for name, each in self.imports.items()}, known(self.members))
        self.elements: dict[str, Element] = {}
        self.requirings: dict[str, Requiring] = {}

    def read(self) -> Model:
        for kind, make in self._makers().items():
            for element in children(self.root, kind):
                self.elements[self._id(element)] = make(element)
        for element in self._requiring():
            self._require(element)
        for element in children(self.root, "decisionService"):
            self.elements[self._id(element)] = self._service(element)
        for element in self._requiring():
            self._require(element)
        self._refuse_circles()
        problems = (*self.types.problems, *self.problems)
        name = self.root.get("name", "")
        return Model(self.file, name, self.namespace, self.elements, self.types.types, self.imports, problems)

    def _makers(self) -> Mapping[str, Callable[[etree._Element], Element]]:
        return {"inputData": self._input, "businessKnowledgeModel": self._knowledge, "decision": self._decision}

    def _requiring(self) -> Iterable[etree._Element]:
        return (*children(self.root, "businessKnowledgeModel"), *children(self.root, "decision"))

    def _imports(self, known_models: Mapping[str, Model]) -> dict[str, Model]:
        found: dict[str, Model] = {}
        for element in children(self.root, "import"):
            namespace, name = element.get("namespace", ""), element.get("name", "")
            if namespace in known_models:
                found[name] = known_models[namespace]
            elif "DMN" in element.get("importType", "DMN"):
                text = _("The imported model “%(name)s” (%(namespace)s) is missing.")
                self._complain(element, text % {"name": name, "namespace": namespace})
        return found

    def _members(self) -> Iterable[str]:
        """The names that may stand after a dot: components, entries, columns, outputs, and imported elements."""
        for element in self.root.iter():
            if element.get("name"):
                yield element.get("name", "")
        for model in self.imports.values():
            yield from model.types
            yield from (each.name for each in model.elements.values())

    def _input(self, element: etree._Element) -> Element:
        return InputData(self._place(element), self._name(element), self._type(element), self._others(element))

    def _decision(self, element: etree._Element) -> Element:
        logic = next((each for each in children(element) if local_name(each) not in NOT_LOGIC), None)
        code = compiled(logic, self._around(element))
        requiring = self.requirings[self._id(element)] = Requiring()
        kind = "" if logic is None else local_name(logic)
        type_, tag = self._type(element), _version_tag(element)
        return Decision(self._place(element), self._name(element), type_, self._others(element), code, requiring, kind, tag)

    def _knowledge(self, element: etree._Element) -> Element:
        logic = child(element, "encapsulatedLogic")
        around = self._around(element)
        code = compiled(None, around) if logic is None else function_code(logic, around, self._name(element), self._result(element, logic))
        requiring = self.requirings[self._id(element)] = Requiring()
        return KnowledgeModel(self._place(element), self._name(element), ANY, self._others(element), code, requiring)

    def _result(self, element: etree._Element, logic: etree._Element) -> FeelType:
        """The type of what a knowledge model gives: its variable says it, or its function."""
        declared = self._type(element)
        return result_of(declared if declared is not ANY else self.types.referred(logic))

    def _service(self, element: etree._Element) -> Element:
        outputs, inputs = self._referred(element, "outputDecision"), self._referred(element, "inputData")
        decisions = self._referred(element, "inputDecision")
        if not outputs:
            self._complain(element, _("A decision service needs an output decision."))
        place, name = self._place(element), self._name(element)
        return DecisionService(place, name, self._type(element), self._others(element), outputs, inputs, decisions)

    def _referred(self, element: etree._Element, name: str) -> list[Element]:
        found = [self._found(each) for each in children(element, name)]
        return [each.element for each in found if each is not None]

    def _require(self, element: etree._Element) -> None:
        requiring = self.requirings[self._id(element)]
        requiring.requirements = [found for each in _required(element) if (found := self._found(each, quiet=True)) is not None]

    def _found(self, reference: etree._Element, *, quiet: bool = False) -> Requirement | None:
        """What a reference means: an element here, or in an imported model under its import's name."""
        namespace, id_ = href(reference) or ("", "")
        if namespace in ("", self.namespace) and id_ in self.elements:
            return Requirement(self.elements[id_], ())
        path = self.paths.get(namespace)
        if path is not None and id_ in path[1].elements:
            return Requirement(path[1].elements[id_], tuple(each for each in path[0] if each))
        if not quiet:
            self._complain(reference, _("“%(href)s” is not there. Correct the reference.") % {"href": id_})
        return None

    def _around(self, element: etree._Element) -> Surroundings:
        """What an element's logic sees: what it requires, and the imports' names."""
        names = {self._name(element), *self.imports}
        for reference in _required(element):
            _, id_ = href(reference) or ("", "")
            names.update(each.get("name", "") for each in children(self.root) if each.get("id") == id_)
        id_, name = self._id(element), self._name(element)
        return Surroundings(id_, name, frozenset(names), self.members, self.types, self.problems, compiled)

    def _type(self, element: etree._Element) -> FeelType:
        variable = child(element, "variable")
        return ANY if variable is None else self.types.referred(variable)

    def _name(self, element: etree._Element) -> str:
        variable = child(element, "variable")
        return element.get("name", "") or ("" if variable is None else variable.get("name", ""))

    def _others(self, element: etree._Element) -> tuple[str, ...]:
        variable = child(element, "variable")
        names = (self._id(element), "" if variable is None else variable.get("name", ""))
        return tuple(each for each in names if each and each != self._name(element))

    def _id(self, element: etree._Element) -> str:
        return element.get("id", "") or self._name(element)

    def _place(self, element: etree._Element) -> Place:
        return self.namespace, self._id(element)

    def _refuse_circles(self) -> None:
        """A decision may not require itself, not even in a roundabout way; a knowledge model may call itself."""
        for element in children(self.root, "decision"):
            if self._reaches(self._id(element), self._id(element), set()):
                self._complain(element, _("The decision requires itself. Break the circle of requirements."))
                self.requirings[self._id(element)].requirements = []

    def _reaches(self, start: str, target: str, seen: set[str]) -> bool:
        requiring = self.requirings.get(start)
        for requirement in requiring.requirements if requiring is not None else ():
            namespace, id_ = requirement.element.place
            if namespace != self.namespace or id_ in seen:
                continue
            if id_ == target:
                return True
            seen.add(id_)
            if self._reaches(id_, target, seen):
                return True
        return False

    def _complain(self, element: etree._Element, message: str) -> None:
        self.problems.append(Problem(element.get("id", ""), element.get("name", ""), message))


def _version_tag(element: etree._Element) -> str | None:
    """What `zeebe:versionTag` says of a decision."""
    tag = element.find("./{*}extensionElements/{*}versionTag")
    return None if tag is None else tag.get("value")


def _required(element: etree._Element) -> Iterable[etree._Element]:
    for requirement in children(element):
        if local_name(requirement) in ("informationRequirement", "knowledgeRequirement"):
            yield from (each for each in children(requirement) if each.get("href") is not None)


def _paths(imports: Mapping[str, Model]) -> Iterable[tuple[str, tuple[tuple[str, ...], Model]]]:
    """For each namespace that can be reached the imports' names on the way, and the model."""
    for name, model in imports.items():
        for namespace, (path, inner) in _paths(model.imports):
            yield namespace, ((name, *path), inner)
    for name, model in imports.items():
        yield model.namespace, ((name,), model)
