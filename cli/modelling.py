"""What does a process designer do at the command line: begin a process, have it checked, deploy it?"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import simplejson

from engine import Deployed, deploy, dmn
from engine.bpmn import Known, Problem, Severity, examine
from kit import operations
from kit.db import Database
from kit.errors import BadRequest, Conflict
from people.access.permissions import DEFAULT_ROLES
from processes.bundles import bundle, decided_in, known
from processes.words import teach

DRAWN = Path(__file__).resolve().parent / "drawn"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def deploy_folder(database: Database, folder: Path) -> list[Deployed]:
    """Release what the folder holds, whoever released what before. Raises what deploying raises."""
    teach()
    found = bundle(folder)
    with database.transaction() as session:
        return deploy(session, found.files, known=known(session, found))


def lint(file: Path) -> tuple[Problem, ...]:
    """What deploying would say of this model; it needs no database, only the forms and decisions that lie beside it."""
    teach()
    if file.suffix == ".dmn":
        return _of_decisions(file)
    rooms = {each.name.partition(".")[0] for each in operations.all_operations()}
    forms = {simplejson.loads(path.read_bytes()).get("id") for path in file.parent.glob("*.form")}
    names = Known(
        operation=lambda name: operations.known(name) or name.partition(".")[0] not in rooms,
        form=forms.__contains__,
        role=DEFAULT_ROLES.__contains__,
        decision=decided_in({path.name: path.read_bytes() for path in file.parent.glob("*.dmn")}).__contains__,
    )
    return examine(file.read_bytes(), file.name, names)


def _of_decisions(file: Path) -> tuple[Problem, ...]:
    """The same of a decision model, which may import those beside it."""
    beside = {path.name: path.read_bytes() for path in file.parent.glob("*.dmn")}
    models: list[dmn.Model] = []
    for name in dmn.in_order({name: dmn.outline(content, name) for name, content in beside.items()}):
        models.append(dmn.read(beside[name], name, models, strict=False))
    (model,) = [each for each in models if each.file == file.name]
    return tuple(Problem(each.element_id, each.element_name, each.message, Severity(each.severity.value)) for each in model.problems)


def tell(problems: tuple[Problem, ...]) -> bool:
    """Print each problem; gives whether deploying would refuse the model."""
    for problem in problems:
        place = problem.element_id or f"line {problem.line or 1}"
        print(f"{problem.severity.value:<8} {place}: {problem.message}")
    return any(problem.severity is Severity.ERROR for problem in problems)


def new_process(root: Path, name: str) -> Path:
    """A folder with a drawn model, a form, a README and a test of its story. Raises BadRequest and Conflict."""
    if not NAME.fullmatch(name):
        raise BadRequest(f"“{name}” is no name for a process: use small letters, digits and single hyphens, as in complaint-handling.")
    folder = root / "processes" / name
    test = root / "tests" / "processes" / f"test_{name.replace('-', '_')}.py"
    if folder.exists() or test.exists():
        raise Conflict(f"There is a process {name} already: look into {folder}.")
    folder.mkdir(parents=True)
    test.parent.mkdir(parents=True, exist_ok=True)
    words = {"name": name, "title": name.replace("-", " ").capitalize(), "id": name.replace("-", "_")}
    for drawn, path in (
        ("process.bpmn", folder / f"{name}.bpmn"),
        ("task.form", folder / f"{name}-task.form"),
        ("README.md", folder / "README.md"),
        ("story.py.txt", test),
    ):
        path.write_text(Template((DRAWN / drawn).read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    return folder
