"""How is a notice given to a user, or to all who hold a role?"""

from __future__ import annotations

from pydantic import BaseModel, Field
from sqlalchemy import select

from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation
from people.access.tables import AppUser, Role
from people.notices.tables import Notice


class Notify(BaseModel):
    text: str = Field(min_length=1, max_length=500)
    role: str | None = None
    user: KeyStr | None = None


class Notified(BaseModel):
    notice: KeyStr


@operation(
    "messaging.notify",
    label=N_("Notify"),
    errors={"NO_CHANNEL": N_("There is nobody to notify")},
    no_undo=N_("What is said is said"),
    icon="bell",
)
def notify(ctx: Context, given: Notify) -> Notified:
    """Tell the user, or else whoever holds the role in this company."""
    if given.user is not None:
        _guard(ctx.session.get(AppUser, given.user) is not None)
    else:
        _guard(ctx.session.scalars(select(Role.id).filter_by(code=given.role)).first() is not None)
    notice = Notice(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        user_id=given.user,
        role=None if given.user is not None else given.role,
        text=given.text,
        instance_key=ctx.instance_key,
    )
    ctx.session.add(notice)
    ctx.session.flush()
    return Notified(notice=notice.id)


def _guard(somebody: bool) -> None:
    if not somebody:
        raise BusinessError("NO_CHANNEL", _("There is nobody to notify: name a user or a role that exists."))
