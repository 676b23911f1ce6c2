"""How do messages find the instance that waits for them, or begin one?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import simplejson
from sqlalchemy.orm import Session

from engine.advance import Beginning, Step, throw_signal
from engine.store import definitions
from engine.store.instances import locked
from engine.store.waking import wake_after_commit
from engine.who import Who, require
from feel import codec
from kit import clock, messages
from kit.db import Database, execute
from kit.db.types import to_micros
from kit.errors import Conflict
from kit.i18n import _

AT_ONCE = 100
LISTENERS = (
    "SELECT id, instance_key, definition_key, element_id FROM subscription WHERE kind = 'MESSAGE' AND name = :name"
    " AND (company_id = :company OR company_id IS NULL) AND NOT suspended"
    " AND (definition_key IS NOT NULL OR COALESCE(correlation_key, '') = :correlation)"
    " ORDER BY CASE WHEN instance_key IS NULL THEN 1 ELSE 0 END, company_id DESC, id LIMIT 1"
)
WAITED_FOR = (
    "SELECT message.id FROM message WHERE state = 'PUBLISHED' AND expires_at > :now AND EXISTS (SELECT 1 FROM subscription s"
    " WHERE s.kind = 'MESSAGE' AND NOT s.suspended AND s.name = message.name AND (s.company_id = message.company_id OR s.company_id IS NULL)"
    " AND (s.definition_key IS NOT NULL OR COALESCE(s.correlation_key, '') = message.correlation_key))"
    " ORDER BY message.id LIMIT :limit"
)
EXPIRE = "UPDATE message SET state = 'EXPIRED' WHERE state = 'PUBLISHED' AND expires_at <= :now"


def correlate(  # noqa: PLR0913  a message has these parts
    session: Session,
    name: str,
    correlation_key: str,
    variables: Mapping[str, object] | None = None,
    *,
    who: Who,
    ttl: timedelta = messages.TTL,
    message_id: str | None = None,
) -> int:
    """Publish a message for this company; it is delivered after the commit. Gives its key.

    Raises Conflict when a message with this id, name and correlation key is known.
    """
    require(who, "process.start")
    plain = simplejson.loads(codec.dump(dict(variables or {})), use_decimal=True)
    message = messages.publish(session, name, correlation_key, plain, company_id=who.company_id, ttl=ttl, message_id=message_id)
    wake_after_commit(session)
    return message.id


def broadcast(session: Session, name: str, variables: Mapping[str, object] | None = None, *, who: Who) -> int:
    """Throw a signal for everything of this company that listens; gives how many do."""
    require(who, "process.start")
    return throw_signal(session, name, dict(variables or {}), who.company_id)


def messages_wait(session: Session) -> bool:
    """Whether deliver_messages would find something to do."""
    return execute(session, WAITED_FOR, {"now": to_micros(clock.now()), "limit": 1}).first() is not None


def deliver_messages(database: Database) -> int:
    """Hand each message to one listener, in a transaction of its own; gives how many arrived."""
    now = to_micros(clock.now())
    with database.reading() as session:
        keys = [key for (key,) in execute(session, WAITED_FOR, {"now": now, "limit": AT_ONCE}).all()]
    arrived = sum(_deliver(database, key) for key in keys)
    with database.reading() as session:
        expired = execute(session, "SELECT 1 FROM message WHERE state = 'PUBLISHED' AND expires_at <= :now LIMIT 1", {"now": now}).first()
    if expired is not None:
        with database.transaction() as session:
            execute(session, EXPIRE, {"now": now})
    return arrived


def _deliver(database: Database, key: int) -> bool:
    try:
        with database.transaction() as session:
            return _correlate(session, key)
    except Conflict:
        return False  # the listener went away in the meantime; the message stays for the next one


def _correlate(session: Session, key: int) -> bool:
    row = execute(session, "SELECT name, correlation_key, company_id, variables FROM message WHERE id = :key", {"key": key}).mappings().one()
    given = {"name": row["name"], "company": row["company_id"], "correlation": row["correlation_key"]}
    found = execute(session, LISTENERS, given).mappings().first()
    if found is None:
        return False
    values = codec.load(row["variables"])
    variables = values if isinstance(values, dict) else {}
    instance_key: int | None = found["instance_key"]
    if instance_key is not None:
        locked(session, instance_key)
        _take(session, key, instance_key)
        Step(session).act(instance_key, lambda execution: execution.trigger(found["id"], variables))
        return True
    _take(session, key, None)
    definition = definitions.by_key(session, found["definition_key"])
    begun = Step(session).begin(definition, row["company_id"], Beginning({}, found["element_id"], variables))
    execute(session, "UPDATE message SET instance_key = :instance WHERE id = :key", {"instance": begun, "key": key})
    return True


def _take(session: Session, key: int, instance_key: int | None) -> None:
    """The fence: a message arrives once."""
    statement = "UPDATE message SET state = 'CORRELATED', instance_key = :instance WHERE id = :key AND state = 'PUBLISHED'"
    if execute(session, statement, {"key": key, "instance": instance_key}).rowcount != 1:
        raise Conflict(_("The message %(key)s has been delivered already.") % {"key": key})
