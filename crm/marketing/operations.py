"""What can be done with a consent: write down that somebody gave it or took it back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from crm.marketing.tables import ConsentEvent
from erp.parties.queries import party_of
from kit.i18n import N_
from kit.keys import KeyStr
from kit.operations import Context, operation


class RecordConsent(BaseModel):
    party: KeyStr
    channel: Literal["mail", "sms", "call"]
    given: bool
    source: str = Field(default="", max_length=200)


class ConsentRecorded(BaseModel):
    consent: KeyStr


@operation("crm.record-consent", label=N_("Record a consent"), no_undo=N_("Consent is taken back by a row of its own"), icon="mail-check")
def record_consent(ctx: Context, given: RecordConsent) -> ConsentRecorded:
    """From now on the channel may, or may not, carry marketing to them."""
    party = party_of(ctx.session, ctx.company_id, given.party)
    said = ConsentEvent(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        party_id=party.id,
        channel=given.channel,
        given=given.given,
        source=given.source,
        happened_at=ctx.now,
    )
    ctx.session.add(said)
    ctx.session.flush()
    return ConsentRecorded(consent=said.id)
