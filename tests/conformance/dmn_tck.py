"""How many of the DMN technology compatibility kit's results are right? `python -m tests.conformance.dmn_tck FOLDER [--json FILE]`"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

from engine.dmn import DmnRefused, Model, read
from feel import FeelError
from feel.values import Value
from kit.errors import AppError
from tests.conformance.dmn_tck_values import agree, shown, value_of

KIT = "{http://www.omg.org/spec/DMN/20160719/testcase}"


@dataclass(frozen=True)
class Result:
    """One expected result: of which case and node, and right, wrong or refused, with the reason."""

    case: str
    node: str
    outcome: str
    reason: str


def run(folder: Path) -> Iterator[Result]:
    """The results of all test files at or below a folder."""
    for file in sorted(folder.rglob("*.xml")):
        root = etree.parse(file, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        if root.tag == f"{KIT}testCases":
            yield from _file_results(file, root)


def _file_results(file: Path, root: etree._Element) -> Iterator[Result]:
    model: Model | AppError
    try:
        model = _model(file.parent, root.findtext(f"{KIT}modelName", "").strip())
    except AppError as error:
        model = error
    for case in root.iter(f"{KIT}testCase"):
        name = f"{file.stem}/{case.get('id', '')}"
        for node in case.iter(f"{KIT}resultNode"):
            yield _result(name, case, node, model)


def _model(folder: Path, name: str) -> Model:
    """The model of this file name; the other models of its folder may be imported."""
    wanted = folder / name
    files = sorted(folder.glob("*.dmn"))
    if wanted not in files and len(files) == 1:
        wanted = files[0]
    return read(wanted.read_bytes(), wanted.name, _others(wanted, files), strict=False)


def _others(wanted: Path, files: Sequence[Path]) -> list[Model]:
    """The other models, those that are imported before those that import them."""
    waiting = {file: _namespaces(file) for file in files if file != wanted}
    own = {namespace for namespace, _ in waiting.values()}
    models: list[Model] = []
    while waiting:
        done = {model.namespace for model in models}
        ready = [file for file, (_, imports) in waiting.items() if not (imports & own) - done] or list(waiting)[:1]
        for file in ready:
            models.append(read(file.read_bytes(), file.name, models, strict=False))
            del waiting[file]
    return models


def _namespaces(file: Path) -> tuple[str, set[str]]:
    """A model's own namespace, and those that it imports."""
    root = etree.parse(file, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    return root.get("namespace", ""), {each.get("namespace", "") for each in root.findall("{*}import")}


def _result(name: str, case: etree._Element, node: etree._Element, model: Model | AppError) -> Result:
    label = node.get("name", "")
    if isinstance(model, AppError):
        return Result(name, label, "refused", model.message)
    expected = _expected(node)
    try:
        found, reasons = _found(case, node, model)
    except DmnRefused as error:
        return Result(name, label, "refused", error.message)
    except (AppError, FeelError) as error:
        return Result(name, label, "wrong", f"expected {shown(expected)}, but: {error}")
    if agree(found, expected):
        return Result(name, label, "right", "")
    return Result(name, label, "wrong", f"expected {shown(expected)}, found {shown(found)}. {' '.join(reasons)}".strip())


def _expected(node: etree._Element) -> Value:
    found = node.find(f"{KIT}expected")
    return None if found is None else value_of(found)


def _found(case: etree._Element, node: etree._Element, model: Model) -> tuple[Value, Sequence[str]]:
    """The value that the model gives for a result node."""
    given = {_input_name(each): value_of(each) for each in case.findall(f"{KIT}inputNode")}
    kind, name = case.get("type", "decision"), node.get("name", "")
    evaluation = model.evaluate(name if kind == "decision" else case.get("invocableName", name), given)
    value = evaluation.value
    outputs = len(case.findall(f"{KIT}resultNode"))
    if kind == "decisionService" and outputs > 1 and isinstance(value, dict):
        value = value.get(name)
    return value, evaluation.reasons


def _input_name(node: etree._Element) -> str:
    name, namespace = node.get("name", ""), node.get("namespace")
    return f"{namespace}#{name}" if namespace else name


def totals(results: Iterable[Result]) -> str:
    counted = Counter(result.outcome for result in results)
    right = counted["right"]
    whole = sum(counted.values())
    share = 100 * right / whole if whole else 100
    return f"{right} right, {counted['wrong']} wrong, {counted['refused']} refused of {whole} ({share:.2f} % right)"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.dmn_tck", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    results = []
    for result in run(given.folder):
        results.append(result)
        line = f"{result.case} {result.node} {result.outcome} {' '.join(result.reason.split())}"
        print(line.strip())  # noqa: T201 - a command line prints
    print(totals(results))  # noqa: T201 - a command line prints
    if given.json is not None:
        given.json.write_text(json.dumps([asdict(result) for result in results], indent=1, ensure_ascii=False))
    return 0 if all(result.outcome != "wrong" for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
