"""Show one personal or restricted variable to whoever may read it, and write down that they did."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.classes import classes_of
from engine.store.seeing import seen_instance
from engine.store.variables import of_instance
from engine.who import Who, require
from kit import audit
from kit.errors import Forbidden, NotFound
from kit.i18n import _
from people.access import readable_classes


def reveal(session: Session, instance_key: int, name: str, *, who: Who) -> object:
    """The variable's value, whole. An operator whose level reaches each class in it; else Forbidden, and nothing is written. NotFound without it."""
    require(who, "process.operate")
    instance = seen_instance(session, instance_key, who)
    variables = of_instance(session, instance)
    if name not in variables:
        raise NotFound(_("The process instance %(key)s has no variable %(name)s.") % {"key": instance_key, "name": name})
    classes = {of for path, of in classes_of(session, instance).items() if path[0] == name}
    closed = sorted(classes - readable_classes(session, who)) if classes else []
    if closed:
        raise Forbidden(_("%(name)s is of the class “%(of)s”, which your level does not reach. Ask your manager.") % {"name": name, "of": closed[0]})
    audit.record(
        session, "variable.reveal", "process_instance", instance_key, actor=who.user_id, company_id=who.company_id, detail={"variable": name}
    )
    return variables[name]
