"""How many of the DMN technology compatibility kit's results are right? `python -m tests.conformance.dmn_tck FOLDER [--json FILE]`"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

from engine.dmn import DmnRefused, Model, in_order, outline, read
from feel import FeelError
from feel.values import Value
from kit.errors import AppError, NotFound
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
    """The results of all test files at or below a folder; a file that cannot be read is one refused result."""
    for file in sorted(folder.rglob("*.xml")):
        try:
            root = _parsed(file)
        except etree.XMLSyntaxError as error:
            yield Result(file.stem, "", "refused", f"This is no well-formed XML: {error}")
            continue
        if root.tag == f"{KIT}testCases":
            yield from _file_results(file, root)


def _parsed(file: Path) -> etree._Element:
    return etree.parse(file, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()


def _file_results(file: Path, root: etree._Element) -> Iterator[Result]:
    model: Model | str
    try:
        model = _model(file.parent, root.findtext(f"{KIT}modelName", "").strip())
    except AppError as error:
        model = error.message
    except Exception as error:  # noqa: BLE001 - whatever is in the folder, each expected result gets its line
        model = f"The model cannot be read: {error!r}"
    for case in root.iter(f"{KIT}testCase"):
        name = f"{file.stem}/{case.get('id', '')}"
        for node in case.iter(f"{KIT}resultNode"):
            yield _result(name, case, node, model)


def _model(folder: Path, name: str) -> Model:
    """The model of this file name; the other models of its folder may be imported."""
    files = sorted(folder.glob("*.dmn"))
    wanted = next((file for file in files if file.name == name), files[0] if len(files) == 1 else None)
    if wanted is None:
        raise NotFound(f"There is no model “{name}” in {folder.name}.")
    return read(wanted.read_bytes(), wanted.name, _others(wanted, files), strict=False)


def _others(wanted: Path, files: Sequence[Path]) -> list[Model]:
    """The other models, those that are imported before those that import them; what is no DMN is left out."""
    outlines = {}
    for file in files:
        with suppress(AppError):
            outlines[file.name] = outline(file.read_bytes(), file.name)
    models: list[Model] = []
    for name in in_order(outlines):
        if name != wanted.name:
            models.append(read((wanted.parent / name).read_bytes(), name, models, strict=False))
    return models


def _result(name: str, case: etree._Element, node: etree._Element, model: Model | str) -> Result:
    label = node.get("name", "")
    if isinstance(model, str):
        return Result(name, label, "refused", model)
    try:
        return _compared(name, case, node, model)
    except DmnRefused as error:
        return Result(name, label, "refused", error.message)
    except Exception as error:  # noqa: BLE001 - as above
        return Result(name, label, "wrong", f"It broke: {error!r}")


def _compared(name: str, case: etree._Element, node: etree._Element, model: Model) -> Result:
    label, expected = node.get("name", ""), _expected(node)
    try:
        found, reasons = _found(case, node, model)
    except DmnRefused:
        raise
    except (AppError, FeelError) as error:
        if node.get("errorResult") == "true":
            return Result(name, label, "right", "")
        return Result(name, label, "wrong", f"expected {shown(expected)}, but: {error}")
    if agree(found, expected):
        return Result(name, label, "right", "")
    return Result(name, label, "wrong", f"expected {shown(expected)}, found {shown(found)}. {' '.join(reasons)}".strip())


def _expected(node: etree._Element) -> Value:
    found = node.find(f"{KIT}expected")
    return None if found is None else value_of(found)


def _found(case: etree._Element, node: etree._Element, model: Model) -> tuple[Value, Sequence[str]]:
    """The value that the model, or an imported one, gives for a result node."""
    given = {_input_name(each): value_of(each) for each in case.findall(f"{KIT}inputNode")}
    kind, name = case.get("type", "decision"), node.get("name", "")
    home = _home(model, node.get("namespace") or case.get("namespace"))
    evaluation = home.evaluate(name if kind == "decision" else case.get("invocableName", name), given)
    value = evaluation.value
    outputs = len(case.findall(f"{KIT}resultNode"))
    if kind == "decisionService" and outputs > 1 and isinstance(value, dict):
        value = value.get(name)
    return value, evaluation.reasons


def _home(model: Model, namespace: str | None) -> Model:
    """The model of this namespace: this one, or one that it imports."""
    if namespace in (None, model.namespace):
        return model
    for imported in model.imports.values():
        if imported.namespace == namespace:
            return imported
    return next((found for each in model.imports.values() if (found := _home(each, namespace)) is not each), model)


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
    if not given.folder.is_dir():
        parser.error(f"There is no folder {given.folder}.")
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
