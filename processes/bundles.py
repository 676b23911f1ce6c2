"""Which bundles ship with this checkout, and which of them are deployed when it starts?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import simplejson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import deploy, dmn
from engine.bpmn import Known
from engine.tables import DecisionDefinition, Deployment, FormDefinition, ProcessDefinition
from kit import operations
from people.access.tables import Role

ENDINGS = {".bpmn", ".dmn", ".form"}
FOLDER = Path(__file__).resolve().parent
TABLES = (ProcessDefinition, FormDefinition, DecisionDefinition)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder of models, decisions and forms that are released together."""

    name: str
    files: Mapping[str, bytes]


def bundles(folder: Path = FOLDER) -> list[Bundle]:
    """The folders that hold models, by name."""
    found = (bundle(each) for each in sorted(folder.iterdir()) if each.is_dir())
    return [each for each in found if each.files]


def bundle(folder: Path) -> Bundle:
    """What of this folder is deployed."""
    return Bundle(folder.name, {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in ENDINGS})


def seed(session: Session, bundle: Bundle) -> bool:
    """Deploy the bundle if it is news here, and no person has released a later version; False when it is only offered."""
    if not _is_news(session, bundle):
        return True
    if _released_by_hand(session, bundle):
        return False
    deploy(session, bundle.files, known=known(session, bundle))
    return True


def known(session: Session, bundle: Bundle) -> Known:
    """The operations, forms and roles that exist here. A room without operations may be served from outside."""
    rooms = {each.name.partition(".")[0] for each in operations.all_operations()}
    forms = {simplejson.loads(content).get("id") for file, content in bundle.files.items() if file.endswith(".form")}
    forms |= set(session.scalars(select(FormDefinition.form_id)))
    roles = set(session.scalars(select(Role.code)))
    decisions = decided_in(bundle.files) | set(session.scalars(select(DecisionDefinition.decision_id)))
    return Known(
        operation=lambda name: operations.known(name) or name.partition(".")[0] not in rooms,
        form=forms.__contains__,
        role=roles.__contains__,
        decision=decisions.__contains__,
    )


def decided_in(files: Mapping[str, bytes]) -> set[str]:
    """The ids of the decisions in these files. Raises DmnRefused."""
    return {each for file, content in files.items() if file.endswith(".dmn") for each in dmn.outline(content, file).decisions}


def _is_news(session: Session, bundle: Bundle) -> bool:
    """Whether some file of it was never deployed, in any version."""
    hashes = {hashlib.sha256(content).hexdigest() for content in bundle.files.values()}
    here = {found for table in TABLES for found in session.scalars(select(table.hash).where(table.hash.in_(hashes)))}
    return here != hashes


def _released_by_hand(session: Session, bundle: Bundle) -> bool:
    """Whether the newest version of some file of it was deployed by a person."""
    return any(deployed_by is not None for deployed_by in _last_deployers(session, bundle))


def _last_deployers(session: Session, bundle: Bundle) -> Iterator[int | None]:
    for file in bundle.files:
        for table in TABLES:
            of_file = select(Deployment.deployed_by).join(table, table.deployment_key == Deployment.id).where(table.file == file)
            yield from session.scalars(of_file.order_by(table.version.desc()).limit(1))
