"""What holds for a lead or a deal that a person writes by hand?"""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal
from crm.sales.leads.contacting import cvr_of, email_of, phone_of
from crm.sales.leads.duplicates import Facts, candidates
from crm.sales.leads.tables import Lead
from crm.sales.pipelines.queries import OPEN, stage_of_type, usual_pipeline
from kit.db import Row
from kit.errors import Invalid
from kit.i18n import _
from kit.operations import BusinessError
from people.access import Who


def lead_rule(session: Session, who: Who, row: Row) -> None:
    """A lead can be reached, and a new one is nobody whom we surely know: those are written down with what we know of them."""
    if not isinstance(row, Lead):
        return
    wrong: dict[str, str] = {}
    for name, read in (("email", email_of), ("phone", phone_of), ("cvr", cvr_of)):
        try:
            setattr(row, name, read(getattr(row, name)))
        except BusinessError as refused:
            wrong[name] = refused.message
    if not wrong and not row.email and not row.phone:
        wrong["email"] = _("Give an e-mail address or a telephone number.")
    if not wrong and not inspect(row).persistent:
        wrong |= _known(session, who, row)
    if wrong:
        raise Invalid(_("Some answers are missing or cannot be taken. Look at the marked fields."), fields=wrong)


def _known(session: Session, who: Who, row: Lead) -> dict[str, str]:
    sure = next((one for one in candidates(session, who.company_id, Facts(cvr=row.cvr, email=row.email)) if one.sure), None)
    if sure is None:
        return {}
    said = _("We know “%(name)s” already: %(why)s.") % {"name": sure.name, "why": sure.why}
    return {"cvr" if row.cvr else "email": said}


def deal_rule(session: Session, who: Who, row: Row) -> None:
    """A new deal begins in the first stage of the usual pipeline."""
    if not isinstance(row, Deal) or inspect(row).persistent:
        return
    row.pipeline_id = row.pipeline_id or usual_pipeline(session, who.company_id).id
    row.stage_id = stage_of_type(session, row.pipeline_id, OPEN).id
    row.status = OPEN
