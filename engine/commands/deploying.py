"""How are models, decisions and forms deployed together?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.bpmn import Known
from engine.commands import releasing, releasing_decisions
from engine.commands.releasing import Deployed, Release
from engine.store import decisions
from engine.store.forms import pinned
from engine.tables import Deployment
from engine.who import Who, require
from kit import audit, clock, operations
from kit.errors import BadRequest
from kit.i18n import _

ORDER = (".form", ".dmn", ".bpmn")
"""A model may name a form or decision of the same deployment."""


def deploy(
    session: Session, files: Mapping[str, bytes], *, who: Who | None = None, company_id: int | None = None, known: Known | None = None
) -> list[Deployed]:
    """Deploy *.bpmn, *.dmn and *.form files together, for all companies or for one.

    Raises Invalid (ModelRefused, DmnRefused) naming file, element and reason; then nothing is deployed.
    """
    if who is not None:
        require(who, "process.deploy")
    _refuse_strangers(files)
    actor = who.user_id if who else None
    deployment = Deployment(company_id=company_id, deployed_by=actor, deployed_at=clock.now())
    session.add(deployment)
    session.flush()
    release = Release(session, deployment, company_id or (who.company_id if who else None))
    deployed: list[Deployed] = []
    for ending in ORDER:
        deployed += _release(release, ending, {file: content for file, content in files.items() if file.endswith(ending)}, known)
    detail: dict[str, object] = {"files": sorted(files)}
    audit.record(session, "process.deploy", "deployment", deployment.id, actor=actor, company_id=company_id, detail=detail)
    return deployed


def _refuse_strangers(files: Mapping[str, bytes]) -> None:
    if not files:
        raise BadRequest(_("There is nothing to deploy. Give at least one .bpmn, .dmn or .form file."))
    for file in files:
        if not file.endswith(ORDER):
            raise BadRequest(_("%(file)s cannot be deployed: only .bpmn, .dmn and .form files are.") % {"file": file})


def _release(release: Release, ending: str, files: Mapping[str, bytes], known: Known | None) -> list[Deployed]:
    """All files of one kind."""
    if ending == ".form":
        return [releasing.form(release, file, content) for file, content in files.items()]
    if ending == ".dmn":
        return releasing_decisions.models(release, files)
    names = known or _known(release.session, release.deployment)
    return [each for source in files.items() for each in releasing.processes(release, source, names)]


def _known(session: Session, deployment: Deployment) -> Known:
    """The names that exist here: deployed forms and decisions, and operations of any room that has some."""
    rooms = {operation.name.partition(".")[0] for operation in operations.all_operations()}

    def form(form_id: str) -> bool:
        return pinned(session, form_id, deployment.company_id or 0, 0, "latest") is not None

    def operation(name: str) -> bool:
        return operations.known(name) or name.partition(".")[0] not in rooms

    def decision(decision_id: str) -> bool:
        return decisions.latest(session, decision_id, deployment.company_id) is not None

    return Known(operation=operation, form=form, decision=decision)
