"""What can the process `approve` ask: who approves, remind them, who is next, and take a verdict down."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation
from people.access.holders import holders
from people.access.tables import AppUser
from people.approvals.queries import counted, highest_level, next_above, stands_in
from people.approvals.tables import ApprovalVerdict
from people.notices.tables import Notice


class FindApprovers(BaseModel):
    role: str
    quorum: int = Field(default=1, ge=1)
    requester: KeyStr | None = None
    entity_type: str | None = None
    """What the approval is about, to be found again from there: a record's kind and its key."""
    entity: KeyStr | None = None


class Approver(BaseModel):
    user: KeyStr


class Approvers(BaseModel):
    approvers: list[Approver]
    quorum: int
    requester_name: str = ""


class Remind(BaseModel):
    approvers: list[Approver]
    subject: str = ""


class Escalate(BaseModel):
    approvers: list[Approver]
    requester: KeyStr | None = None
    subject: str = ""


class Escalated(BaseModel):
    approvers: list[Approver]
    escalated: bool
    """False where nobody stands above: the same people are asked again."""


class RecordVerdict(BaseModel):
    approver: KeyStr
    """Whose place it is; who answers may be a stand-in."""
    role: str
    verdict: Literal["approved", "rejected", "changes"]
    requester: KeyStr | None = None
    subject: str = ""
    amount: Decimal | None = None
    comment: str | None = None


class Recorded(BaseModel):
    recorded: KeyStr


@operation(
    "approvals.find-approvers",
    label=N_("Find the approvers"),
    errors={"NO_APPROVER": N_("Nobody may approve")},
    no_undo=N_("It changes nothing"),
    icon="users",
)
def find_approvers(ctx: Context, given: FindApprovers) -> Approvers:
    """Who holds the role, did not ask and has not been counted; where they are too few, the next level above joins them."""
    if given.entity_type and given.entity:
        ctx.link(given.entity_type, given.entity)
    gone = counted(ctx.session, ctx.instance_key) if ctx.instance_key is not None else set()
    without = {*gone, given.requester}
    asked = [user.id for user in holders(ctx.session, ctx.company_id, given.role) if user.id not in without]
    if len(asked) < given.quorum:
        level = highest_level(ctx.session, [*asked, *([given.requester] if given.requester else [])])
        asked += next_above(ctx.session, ctx.company_id, level, [user for user in {*without, *asked} if user is not None])
    if len(asked) < given.quorum:
        raise BusinessError("NO_APPROVER", _("Too few people may approve this as %(role)s: whoever asked does not count.") % {"role": given.role})
    asker = ctx.session.get(AppUser, given.requester) if given.requester is not None else None
    return Approvers(approvers=_told(asked), quorum=given.quorum, requester_name=asker.name if asker else "")


@operation("approvals.remind", label=N_("Remind the approvers"), no_undo=N_("What is said is said"), icon="bell")
def remind(ctx: Context, given: Remind) -> None:
    """A notice to everybody who has not answered."""
    gone = counted(ctx.session, ctx.instance_key) if ctx.instance_key is not None else set()
    for approver in given.approvers:
        if approver.user not in gone:
            _notify(ctx, approver.user, _("Half the time is gone: please approve or reject “%(subject)s”.") % {"subject": given.subject})


@operation("approvals.escalate", label=N_("Ask the next manager"), no_undo=N_("What is said is said"), icon="arrow-up")
def escalate(ctx: Context, given: Escalate) -> Escalated:
    """The next level above those who did not answer; they are told."""
    late = [approver.user for approver in given.approvers]
    gone = counted(ctx.session, ctx.instance_key) if ctx.instance_key is not None else set()
    without = {*late, *gone, *([given.requester] if given.requester else [])}
    above = next_above(ctx.session, ctx.company_id, highest_level(ctx.session, late), without)
    if not above:
        waiting = [approver for approver in given.approvers if approver.user not in gone]
        return Escalated(approvers=waiting or given.approvers, escalated=False)
    for user in above:
        _notify(ctx, user, _("Nobody has approved or rejected “%(subject)s” in time: please do it.") % {"subject": given.subject})
    return Escalated(approvers=_told(above), escalated=True)


@operation(
    "approvals.record-verdict",
    label=N_("Record the verdict"),
    errors={
        "SELF_APPROVAL": N_("Whoever asked may not approve"),
        "ALREADY_COUNTED": N_("This person has been counted already"),
        "NOT_ASKED": N_("This person was not asked and stands in for nobody who was"),
        "REASON_REQUIRED": N_("A rejection needs a reason"),
    },
    no_undo=N_("A verdict that was given never changes"),
    icon="gavel",
)
def record_verdict(ctx: Context, given: RecordVerdict) -> Recorded:
    """Who answered, for whom and how. Raises BusinessError for whoever may not, or is counted already."""
    comment = (given.comment or "").strip()
    who = _who(ctx)
    if given.requester in {who, given.approver}:
        raise BusinessError("SELF_APPROVAL", _("Whoever asked for an approval may not give it, nor may anybody on their behalf."))
    if who != given.approver and not stands_in(ctx.session, ctx.company_id, who, given.approver, given.role):
        raise BusinessError("NOT_ASKED", _("Only the person who was asked, or who stands in for them today, may answer."))
    if {who, given.approver} & counted(ctx.session, ctx.instance_key or 0):
        raise BusinessError("ALREADY_COUNTED", _("Everybody counts once in an approval, and this person is counted already."))
    if given.verdict == "rejected" and not comment:
        raise BusinessError("REASON_REQUIRED", _("Say why it is rejected."))
    made = ApprovalVerdict(
        company_id=ctx.company_id, instance_key=ctx.instance_key or 0, approver_id=who, for_id=given.approver, role=given.role,
        subject=given.subject[:400], amount=given.amount, verdict=given.verdict, comment=comment[:2000], given_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    return Recorded(recorded=made.id)


def _who(ctx: Context) -> int:
    if ctx.actor is None:
        raise BusinessError("NOT_ASKED", _("Nobody is known to have answered. Answer the task again."))
    return ctx.actor


def _told(asked: list[int]) -> list[Approver]:
    return [Approver(user=user) for user in asked]


def _notify(ctx: Context, user: int, text: str) -> None:
    if ctx.session.scalar(select(AppUser.id).filter_by(id=user)) is not None:
        ctx.session.add(Notice(company_id=ctx.company_id, created_by=ctx.actor, user_id=user, text=text[:500], instance_key=ctx.instance_key))
        ctx.session.flush()
