"""How does a person or a program ask for a decision outside of any process?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine import decisions
from engine.decisions import Asker
from engine.store import decisions as store
from engine.store.keeping import STATEMENTS
from engine.who import Who, require
from kit.db import execute_many
from kit.errors import NotFound
from kit.i18n import _
from kit.keys import new_key


def decide(session: Session, decision: str | int, variables: Mapping[str, object], *, who: Who) -> int:
    """Evaluate the newest version of a decision by its id, or a version by its key; gives the evaluation's key.

    Whether it failed, and how it was decided, stands in its decision instances. Raises NotFound.
    """
    require(who, "process.start")
    definition = store.by_key(session, decision, who.company_id) if isinstance(decision, int) else store.latest(session, decision, who.company_id)
    if definition is None:
        raise NotFound(_("There is no decision “%(decision)s” for this company. Deploy it first.") % {"decision": decision})
    key = new_key()
    made = decisions.decide(session, definition, dict(variables))
    execute_many(session, STATEMENTS["decided"], decisions.rows(session, definition, made, Asker(who.company_id, key=key)))
    return key
