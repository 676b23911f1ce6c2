"""What can be done with a ticket: open, assign, answer, wait for the customer, solve, reopen, close."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import func, select

from crm.sales.dialogue.operations import LogInteraction, log
from crm.service.counting import to_solve, turn
from crm.service.tables import Ticket
from erp.parties.queries import party_of, standing
from kit.blanks import Blank
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation
from people.access import holders

PROMISES = {"low": (960, 4800), "normal": (480, 2400), "high": (240, 960), "urgent": (60, 480)}
"""First answer and solution by priority, in working minutes, where nobody says otherwise; a working day has 480."""
TICKET_STATE = {"TICKET_STATE": N_("The ticket is not in a state for this")}


class OpenTicket(BaseModel):
    party: KeyStr
    subject: str = Field(min_length=1, max_length=200)
    text: Blank = Field(default="", max_length=4000)
    order: KeyStr | None = None
    kind: Literal["question", "complaint", "return", "fault"] = "question"
    priority: Literal["low", "normal", "high", "urgent"] = "normal"
    respond_minutes: int | None = Field(default=None, gt=0)
    solve_minutes: int | None = Field(default=None, gt=0)


class OpenedTicket(BaseModel):
    ticket: KeyStr
    number: str
    party: KeyStr


class TheTicket(BaseModel):
    ticket: KeyStr


class AssignTicket(BaseModel):
    ticket: KeyStr
    role: str = "service"
    owner: KeyStr | None = None


class AssignedTicket(BaseModel):
    owner: KeyStr
    before: KeyStr | None
    due: datetime | None
    """When the promise to solve it breaks; None while the clock stands."""


class UnassignTicket(BaseModel):
    ticket: KeyStr
    before: KeyStr | None = None


class AnswerTicket(BaseModel):
    ticket: KeyStr
    text: str = Field(min_length=1, max_length=4000)
    kind: Literal["call", "sms", "mail", "meeting", "visit"] = "mail"
    awaits: bool = False
    """The customer has to answer: until then the clock stands."""


class SolveTicket(BaseModel):
    ticket: KeyStr
    solution: Blank = Field(default="", max_length=4000)


class Clocked(BaseModel):
    due: datetime | None


@operation("crm.open-ticket", label=N_("Open a ticket"), undo="crm.close-ticket", icon="ticket")
def open_ticket(ctx: Context, given: OpenTicket) -> OpenedTicket:
    """From now on its clock runs."""
    respond, solve = PROMISES[given.priority]
    ticket = Ticket(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        number=next_number(ctx.session, ctx.company_id, "ticket", prefix="T"),
        subject=given.subject,
        text=given.text,
        party_id=standing(ctx.session, party_of(ctx.session, ctx.company_id, given.party).id),
        order_id=given.order,
        kind=given.kind,
        priority=given.priority,
        respond_minutes=given.respond_minutes or respond,
        solve_minutes=given.solve_minutes or solve,
        opened_at=ctx.now,
    )
    ctx.session.add(ticket)
    ctx.session.flush()
    turn(ctx, ticket, running=True)
    ctx.link("ticket", ticket.id)
    ctx.link("customer", ticket.party_id, "customer")
    return OpenedTicket(ticket=ticket.id, number=ticket.number, party=ticket.party_id)


@operation(
    "crm.assign-ticket",
    label=N_("Assign a ticket"),
    errors={"NO_OWNER": N_("Nobody can take the ticket"), **TICKET_STATE},
    undo="crm.unassign-ticket",
    icon="user-check",
)
def assign_ticket(ctx: Context, given: AssignTicket) -> AssignedTicket:
    """To somebody named, or to whoever of the role has the fewest open tickets."""
    ticket = _ticket(ctx, given.ticket, "open", "waiting")
    busy: dict[int | None, int] = dict(
        ctx.session.execute(
            select(Ticket.owner_id, func.count())
            .where(Ticket.company_id == ctx.company_id, Ticket.state.in_(("open", "waiting")), Ticket.id != ticket.id)
            .group_by(Ticket.owner_id)
        ).all()
    )
    able = [user for user in holders(ctx.session, ctx.company_id, given.role) if given.owner in (None, user.id)]
    chosen = min(able, key=lambda user: (busy.get(user.id, 0), user.name, user.id), default=None)
    if chosen is None:
        raise BusinessError("NO_OWNER", _("Nobody holds the role “%(role)s” here: nobody can take the ticket.") % {"role": given.role})
    before, ticket.owner_id = ticket.owner_id, chosen.id
    ctx.session.flush()
    return AssignedTicket(owner=chosen.id, before=before, due=to_solve(ctx.session, ticket).due)


@operation("crm.unassign-ticket", label=N_("Take a ticket back"), errors=TICKET_STATE, no_undo=N_("It is assigned again"), icon="user-minus")
def unassign_ticket(ctx: Context, given: UnassignTicket) -> None:
    """To whoever had it before, or to nobody."""
    _ticket(ctx, given.ticket, "open", "waiting").owner_id = given.before


@operation("crm.answer-ticket", label=N_("Answer a ticket"), errors=TICKET_STATE, no_undo=N_("What is sent is sent"), icon="message")
def answer_ticket(ctx: Context, given: AnswerTicket) -> Clocked:
    """Kept as a conversation with the customer; the first one keeps the promise to answer."""
    ticket = _ticket(ctx, given.ticket, "open", "waiting")
    log(ctx, LogInteraction(party=ticket.party_id, kind=given.kind, direction="out", subject=ticket.subject, text=given.text, thread=ticket.number))
    ticket.answered_at = ticket.answered_at or ctx.now
    ticket.state = "waiting" if given.awaits else "open"
    turn(ctx, ticket, running=not given.awaits)
    return Clocked(due=to_solve(ctx.session, ticket).due)


@operation(
    "crm.resume-ticket",
    label=N_("The customer has answered"),
    errors=TICKET_STATE,
    no_undo=N_("It waits again when it is answered"),
    icon="player-play",
)
def resume_ticket(ctx: Context, given: TheTicket) -> Clocked:
    """It is ours again, and its clock runs on."""
    ticket = _ticket(ctx, given.ticket, "open", "waiting")
    ticket.state = "open"
    turn(ctx, ticket, running=True)
    if ctx.instance_key is None:
        ctx.publish("ticket-resumed", str(ticket.id))
    return Clocked(due=to_solve(ctx.session, ticket).due)


@operation(
    "crm.solve-ticket",
    label=N_("Solve a ticket"),
    errors={"SOLUTION_REQUIRED": N_("It is not said how"), **TICKET_STATE},
    undo="crm.reopen-ticket",
    icon="circle-check",
)
def solve_ticket(ctx: Context, given: SolveTicket) -> None:
    """Its clock stops; the customer may still say that it is not solved."""
    ticket = _ticket(ctx, given.ticket, "open", "waiting")
    if not given.solution.strip():
        raise BusinessError("SOLUTION_REQUIRED", _("Say how the ticket %(number)s is solved.") % {"number": ticket.number})
    ticket.state, ticket.solution, ticket.solved_at = "solved", given.solution.strip(), ctx.now
    ticket.answered_at = ticket.answered_at or ctx.now
    turn(ctx, ticket, running=None)


@operation("crm.reopen-ticket", label=N_("Take a ticket up again"), errors=TICKET_STATE, no_undo=N_("It is solved again"), icon="rotate")
def reopen_ticket(ctx: Context, given: TheTicket) -> Clocked:
    """It was not solved after all: its clock goes on where it stopped."""
    ticket = _ticket(ctx, given.ticket, "solved")
    ticket.state, ticket.solution, ticket.solved_at = "open", "", None
    turn(ctx, ticket, running=True)
    if ctx.instance_key is None:
        ctx.publish("ticket-reopened", str(ticket.id))
    return Clocked(due=to_solve(ctx.session, ticket).due)


@operation("crm.close-ticket", label=N_("Close a ticket"), no_undo=N_("A new ticket is opened"), icon="archive")
def close_ticket(ctx: Context, given: TheTicket) -> None:
    """Nothing more is expected."""
    ticket = _ticket(ctx, given.ticket, "open", "waiting", "solved", "closed")
    ticket.state = "closed"
    turn(ctx, ticket, running=None)


def _ticket(ctx: Context, key: int, *states: str) -> Ticket:
    locked = select(Ticket).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no ticket %(key)s.") % {"key": key})
    if found.state not in states:
        raise BusinessError("TICKET_STATE", _("The ticket %(number)s is solved or closed already.") % {"number": found.number})
    ctx.link("ticket", found.id)
    return found
