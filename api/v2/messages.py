"""/v2/messages: how do programs tell waiting processes what has happened?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as QueryParam
from fastapi.responses import Response
from pydantic import Field

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.tenants import require_own, tenant_of
from kit.errors import NotFound
from kit.i18n import _
from kit.keys import KeyStr
from kit.messages import AT_LEAST, TTL, Message, MessageState
from people.access import Who

router = APIRouter(prefix="/v2/messages", tags=["message"], route_class=ExactRoute)
Starter = Annotated[Who, permission("process.start")]


class Correlation(Shape):
    name: str = Field(min_length=1, max_length=200)
    correlation_key: str = Field("", max_length=200)
    variables: dict[str, Any] = Field(default_factory=dict)
    tenant_id: str | None = None


class Publication(Correlation):
    """The time to live is in milliseconds."""

    time_to_live: int | None = Field(None, ge=0, le=10**11)
    message_id: str | None = Field(None, max_length=200)


class Published(Shape):
    tenant_id: str
    message_key: KeyStr


class Correlated(Published):
    process_instance_key: KeyStr


class NearlyTaken(Shape):
    difference: str
    process_instance_key: KeyStr
    element_id: str
    correlation_key: str


class Kept(Shape):
    message_key: KeyStr
    name: str
    correlation_key: str
    state: str
    publish_date: datetime
    expiry_date: datetime
    nearly: list[NearlyTaken]


class KeptMessages(Shape):
    items: list[Kept]


@router.get("", response_model=KeptMessages)
def kept(
    who: Annotated[Who, permission("process.operate")],
    database: Data,
    limit: Annotated[int, QueryParam(ge=1, le=500)] = 50,
    before: KeyStr | None = None,
) -> Response:
    """Virke only: messages that nobody has taken, the newest first, and the instances that each nearly reached."""
    with database.reading() as session:
        found = engine.kept_messages(session, who=who, limit=limit, before=before)
    return answer(KeptMessages(items=[_shown(each) for each in found]))


def _shown(it: engine.KeptMessage) -> Kept:
    nearly = [
        NearlyTaken(
            difference=each.difference,
            process_instance_key=each.instance_key,
            element_id=each.element_id,
            correlation_key=each.correlation_key,
        )
        for each in it.nearly
    ]
    return Kept(
        message_key=it.key,
        name=it.name,
        correlation_key=it.correlation_key,
        state=it.state,
        publish_date=it.published_at,
        expiry_date=it.expires_at,
        nearly=nearly,
    )


@router.post("/publication", response_model=Published)
def publish(given: Publication, who: Starter, database: Data) -> Response:
    """Kept until somebody waits for it, or its time to live has passed."""
    require_own(who, given.tenant_id)
    ttl = TTL if given.time_to_live is None else timedelta(milliseconds=given.time_to_live)
    with database.transaction() as session:
        key = engine.correlate(session, given.name, given.correlation_key, given.variables, who=who, ttl=ttl, message_id=given.message_id or None)
    return answer(Published(tenant_id=tenant_of(who.company_id), message_key=key))


@router.post("/correlation", response_model=Correlated)
def correlate(given: Correlation, who: Starter, database: Data) -> Response:
    """Delivered at once, or not at all: NotFound when nobody waits for it."""
    require_own(who, given.tenant_id)
    with database.transaction() as session:
        key = engine.correlate(session, given.name, given.correlation_key, given.variables, who=who, ttl=AT_LEAST)
    engine.deliver_messages(database)
    with database.transaction() as session:
        message = session.get_one(Message, key)
        if message.instance_key is None:
            message.state = MessageState.EXPIRED
        taken_by = message.instance_key
    if taken_by is None:
        said = _("Nobody waits for the message “%(name)s” with the key “%(key)s”. Nothing was changed.")
        raise NotFound(said % {"name": given.name, "key": given.correlation_key})
    return answer(Correlated(tenant_id=tenant_of(who.company_id), message_key=key, process_instance_key=taken_by))
