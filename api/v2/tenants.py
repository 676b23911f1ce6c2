"""Which company does a request of Camunda 8 mean by its tenant?"""

from __future__ import annotations

from kit.errors import Forbidden
from kit.i18n import _
from people.access import Who

SHARED = "<default>"
"""Camunda's name for no tenant: what all companies share, or the company that a person works in."""


def tenant_of(company_id: int | None) -> str:
    return SHARED if company_id is None else str(company_id)


def require_own(who: Who, tenant: str | None) -> None:
    """A person acts in their active company only. Raises Forbidden."""
    if tenant not in {None, SHARED, str(who.company_id)}:
        raise Forbidden(_("The tenant %(tenant)s is not the company that you work in now. Switch to it first.") % {"tenant": tenant})
