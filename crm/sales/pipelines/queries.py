"""Which pipeline and which stage are meant?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.sales.pipelines.tables import Pipeline, Stage
from kit.errors import NotFound
from kit.i18n import _

OPEN, WON, LOST = "open", "won", "lost"


def pipelines(session: Session, company_id: int) -> list[Pipeline]:
    """The company's pipelines, the usual one first."""
    return list(session.scalars(select(Pipeline).filter_by(company_id=company_id).order_by(Pipeline.usual.desc(), Pipeline.name, Pipeline.id)))


def usual_pipeline(session: Session, company_id: int) -> Pipeline:
    """Where a new deal goes. Raises NotFound where the company has none."""
    found = next(iter(pipelines(session, company_id)), None)
    if found is None:
        raise NotFound(_("This company has no pipeline. Create one with its stages first."))
    return found


def stages(session: Session, pipeline_id: int) -> list[Stage]:
    """In the order in which a deal goes through them."""
    return list(session.scalars(select(Stage).filter_by(pipeline_id=pipeline_id).order_by(Stage.position, Stage.id)))


def stage_of_type(session: Session, pipeline_id: int, type_: str) -> Stage:
    """The first stage of this type. Raises NotFound where the pipeline has none."""
    found = next((stage for stage in stages(session, pipeline_id) if stage.type == type_), None)
    if found is None:
        raise NotFound(_("The pipeline has no stage of the type “%(type)s”. Add one.") % {"type": type_})
    return found


def stage_called(session: Session, pipeline_id: int, called: str) -> Stage | None:
    """The stage of this pipeline with this key or code."""
    return next((stage for stage in stages(session, pipeline_id) if called in {stage.code, str(stage.id)}), None)
