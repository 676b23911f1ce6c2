"""How do deployed DMN files become new versions of their models and decisions?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import or_, select

from engine import decisions, dmn
from engine.commands.releasing import Deployed, Release, digest_of
from engine.tables import DecisionDefinition, DecisionRequirements
from kit.errors import Invalid
from kit.i18n import _


def models(release: Release, files: Mapping[str, bytes]) -> list[Deployed]:
    """A version of each decision in the files, with what lint warns of. Raises DmnRefused."""
    outlines = {file: dmn.outline(content, file) for file, content in files.items()}
    _refuse_twins(outlines)
    keys: dict[str, int] = {}
    deployed: list[Deployed] = []
    for file in dmn.in_order(outlines):
        imports = _imports(release, outlines[file], keys)
        model = dmn.read(files[file], file, [decisions.compiled(release.session, key).model for key in imports])
        row, is_new = _requirements(release, (file, files[file]), outlines[file], imports)
        keys[model.namespace] = row.id
        found = [_decision(release, row, each, is_new=is_new) for each in model.decisions]
        deployed += [replace(each, warnings=_warnings(model, each.id, is_first=number == 0)) for number, each in enumerate(found)]
    return deployed


def _refuse_twins(outlines: Mapping[str, dmn.Outline]) -> None:
    counted = Counter(each for outline in outlines.values() for each in outline.decisions)
    for name, count in counted.items():
        if count > 1:
            raise Invalid(
                _("The decision “%(decision)s” is there more than once. Give each an id of its own.") % {"decision": name}, code="MODEL_REFUSED"
            )


def _imports(release: Release, outline: dmn.Outline, here: Mapping[str, int]) -> list[int]:
    """The versions of the models that it imports: of this deployment, else the newest ones. What is missing, reading tells."""
    company = release.deployment.company_id
    found: list[int] = []
    for namespace in outline.imports:
        owned = or_(DecisionRequirements.company_id.is_(None), DecisionRequirements.company_id == company)
        newest = select(DecisionRequirements.id).where(DecisionRequirements.namespace == namespace, owned).order_by(DecisionRequirements.id.desc())
        key = here.get(namespace) or release.session.scalar(newest.limit(1))
        if key is not None:
            found.append(key)
    return found


def _requirements(release: Release, source: tuple[str, bytes], outline: dmn.Outline, imports: list[int]) -> tuple[DecisionRequirements, bool]:
    """The model's row, and whether it is new."""
    file, content = source
    deployment, digest, written = release.deployment, digest_of(content), [str(key) for key in imports]
    mine = select(DecisionRequirements).filter_by(requirements_id=outline.id, company_id=deployment.company_id)
    before = release.session.scalars(mine.order_by(DecisionRequirements.version.desc()).limit(1)).first()
    if before is not None and before.hash == digest and before.imports == written:
        return before, False
    row = DecisionRequirements(
        requirements_id=outline.id,
        version=before.version + 1 if before else 1,
        company_id=deployment.company_id,
        name=outline.name or outline.id,
        namespace=outline.namespace,
        file=file,
        xml=content,
        hash=digest,
        imports=written,
        deployment_key=deployment.id,
        deployed_at=deployment.deployed_at,
    )
    release.session.add(row)
    release.session.flush()
    return row, True


def _warnings(model: dmn.Model, decision_id: str, *, is_first: bool) -> tuple[str, ...]:
    """What lint says of a decision; the first one also tells of what is no decision's."""
    decisions = {each.place[1] for each in model.decisions}
    told = [each for each in model.problems if each.element_id == decision_id or (is_first and each.element_id not in decisions)]
    return tuple(f"{model.file}: {problem}" for problem in told)


def _decision(release: Release, model_row: DecisionRequirements, decision: dmn.Decision, *, is_new: bool) -> Deployed:
    decision_id = decision.place[1]
    mine = select(DecisionDefinition).filter_by(decision_id=decision_id, company_id=model_row.company_id)
    before = release.session.scalars(mine.order_by(DecisionDefinition.version.desc()).limit(1)).first()
    if before is not None and not is_new and before.requirements_key == model_row.id:
        return Deployed(decision_id, before.version, before.id, is_new=False)
    row = DecisionDefinition(
        decision_id=decision_id,
        version=before.version + 1 if before else 1,
        version_tag=decision.version_tag,
        company_id=model_row.company_id,
        name=decision.name or decision_id,
        requirements_key=model_row.id,
        file=model_row.file,
        hash=model_row.hash,
        deployment_key=release.deployment.id,
        deployed_at=release.deployment.deployed_at,
    )
    release.session.add(row)
    release.session.flush()
    return Deployed(decision_id, row.version, row.id, is_new=True)
