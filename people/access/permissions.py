"""What may be permitted, and which roles are there from the start?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.i18n import N_
from people.access.tables import Role

TASK_WORK = "task.work"
PROCESS_START = "process.start"
PROCESS_DEPLOY = "process.deploy"
PROCESS_OPERATE = "process.operate"
"""Cancel, retry, and see every instance."""
RECORD_READ = "record.read"
RECORD_WRITE = "record.write"
RECORD_IMPORT = "record.import"
DEAL_WORK = "deal.work"
"""See the deal board and move deals."""
INVOICE_POST = "invoice.post"
PAYMENT_REGISTER = "payment.register"
PEOPLE_ADMIN = "people.admin"
COMPANY_ADMIN = "company.admin"

WORK = (TASK_WORK, PROCESS_START, RECORD_READ, RECORD_WRITE)

DEFAULT_ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sales-admin": (N_("Sales administration"), (*WORK, RECORD_IMPORT)),
    "sales": (N_("Sales"), (*WORK, RECORD_IMPORT, DEAL_WORK)),
    "sales-manager": (N_("Sales management"), (*WORK, RECORD_IMPORT, DEAL_WORK)),
    "marketing": (N_("Marketing"), (*WORK, RECORD_IMPORT)),
    "service": (N_("Customer service"), WORK),
    "warehouse": (N_("Warehouse"), WORK),
    "logistics": (N_("Logistics"), WORK),
    "accounting": (N_("Accounting"), (*WORK, RECORD_IMPORT, INVOICE_POST, PAYMENT_REGISTER)),
    "credit": (N_("Credit control"), WORK),
    "purchasing": (N_("Purchasing"), WORK),
    "budget-owner": (N_("Budget owner"), WORK),
    "treasurer": (N_("Treasury"), (*WORK, PAYMENT_REGISTER)),
    "process-designer": (N_("Process design"), (TASK_WORK, PROCESS_START, PROCESS_DEPLOY, RECORD_READ)),
    "operator": (N_("Operations"), (TASK_WORK, PROCESS_START, PROCESS_DEPLOY, PROCESS_OPERATE, RECORD_READ)),
    "manager": (N_("Management"), (*WORK, PROCESS_OPERATE, COMPANY_ADMIN, DEAL_WORK)),
    "hr": (N_("Human resources"), (*WORK, PEOPLE_ADMIN)),
}
"""Code: label and permissions."""


def ensure_roles(session: Session) -> None:
    """Add the default roles that are missing; those that are there stay as they were changed."""
    known = set(session.scalars(select(Role.code)))
    for code, (label, permissions) in DEFAULT_ROLES.items():
        if code not in known:
            session.add(Role(code=code, label=label, permissions=sorted(permissions)))
    session.flush()
