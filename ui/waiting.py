"""How is it said to a person why an instance does not go on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.queries.near_misses import Miss, NearMiss
from engine.queries.usual import Usual
from engine.queries.why_waiting import Cause, Waited, Waiting
from kit import clock
from kit.i18n import N_, _, ngettext
from ui.saying import ago, lasted, moment

Roles = Mapping[str, str]
HINTS = {
    Cause.TASK: N_("They complete it, give it back, or give it to somebody else."),
    Cause.OFFER: N_("One of them takes it and completes it."),
    Cause.INCIDENT: N_("An operator mends the cause and has it tried again."),
    Cause.MESSAGE: N_("A message of this name and key comes in."),
    Cause.SIGNAL: N_("Somebody throws this signal."),
    Cause.TIMER: N_("It goes on by itself then."),
    Cause.CONDITION: N_("A variable changes so that the condition holds."),
    Cause.RETRY: N_("It works the next time; else an operator is told."),
    Cause.WORKER: N_("A worker for this type of job is started and asks for work."),
    Cause.WORKING: N_("The worker finishes, or its time runs out and another one takes over."),
    Cause.SOON: N_("It runs as soon as a worker of Virke is free."),
    Cause.CALL: N_("That process ends."),
    Cause.JOIN: N_("The other branches arrive."),
    Cause.NOTHING: N_("Ask an operator to look at it."),
}
MISSES = {
    Miss.EXPIRED: N_("A message “%(name)s” for “%(key)s” came %(when)s, before anything listened, and its time ran out."),
    Miss.TAKEN: N_("A message “%(name)s” for “%(key)s” came %(when)s, and another instance took it."),
    Miss.KEY: N_("A message “%(name)s” came %(when)s, but for “%(key)s”."),
    Miss.NAME: N_("A message for “%(key)s” came %(when)s, but it was called “%(name)s”."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What a page says of one token: a sentence, what is usual, what frees it, what else would, and what nearly did."""

    sentence: str
    usual: str
    frees: str
    otherwise: tuple[str, ...]
    misses: tuple[NearMissLine, ...]
    task: int | None
    instance: int | None
    called: str
    inner: tuple[Line, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class NearMissLine:
    text: str
    instance: int | None


def lines(waiting: Sequence[Waiting], roles: Roles) -> list[Line]:
    return [_line(each, roles) for each in waiting]


def _line(it: Waiting, roles: Roles) -> Line:
    first, *others = it.waited
    sentence = SENTENCES[first.cause](first, roles)
    if it.since is not None and first.cause is not Cause.TIMER:
        since = _("It has stood there since %(when)s (%(ago)s).") % {"when": moment(it.since), "ago": ago(it.since)}
        sentence = f"{sentence} {since}"
    return Line(
        sentence=sentence,
        usual=_usual(it.usual) if it.usual and first.cause is not Cause.TIMER else "",
        frees=_nobody(first, roles) or _(HINTS[first.cause]),
        otherwise=tuple(SENTENCES[each.cause](each, roles) for each in others),
        misses=tuple(NearMissLine(_missed(miss), miss.instance_key) for each in it.waited for miss in each.misses),
        task=it.element_key if first.cause in {Cause.TASK, Cause.OFFER} else None,
        instance=first.instance_key,
        called=first.what if first.cause is Cause.CALL else "",
        inner=tuple(lines(first.inner, roles)),
        tone="bad" if first.cause is Cause.INCIDENT or _nobody(first, roles) else "",
    )


def _usual(it: Usual) -> str:
    median, most = (lasted(each.total_seconds()) or _("no time") for each in (it.median, it.ninetieth))
    said = ngettext(
        "Usually it takes %(median)s (measured once).",
        "Usually it takes %(median)s, nine times of ten no more than %(most)s (%(count)s times measured).",
        it.count,
    )
    return said % {"median": median, "most": most, "count": it.count}


def _missed(miss: NearMiss) -> str:
    return _(MISSES[miss.miss]) % {"name": miss.name, "key": miss.correlation_key, "when": ago(miss.at)}


def _nobody(it: Waited, roles: Roles) -> str:
    """A task for a role that nobody has is waited for in vain."""
    if it.cause is not Cause.OFFER or not it.roles or any(count for _role, count in it.roles):
        return ""
    names = ", ".join(roles.get(role, role) for role, _count in it.roles)
    return _("Nobody here has the role %(roles)s: an administrator gives it to somebody, or an operator gives the task away.") % {"roles": names}


def _task(it: Waited, _roles: Roles) -> str:
    due = _(" It was due %(when)s.") if it.until and it.until < clock.now() else _(" It is due %(when)s.")
    said = _("%(owner)s has asked %(name)s for an answer on “%(element)s”.") if it.owner else _("“%(element)s” is with %(name)s.")
    return said % {"element": _(it.element), "name": it.what, "owner": it.owner} + (due % {"when": moment(it.until)} if it.until else "")


def _offer(it: Waited, roles: Roles) -> str:
    if not it.roles:
        return _("Nobody has taken “%(element)s” yet; anybody may.") % {"element": _(it.element)}
    named = ", ".join(_("%(role)s (%(count)s)") % {"role": roles.get(role, role), "count": count} for role, count in it.roles)
    return _("Nobody has taken “%(element)s” yet; it is for %(roles)s.") % {"element": _(it.element), "roles": named}


def _incident(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” has stopped: %(cause)s") % {"element": _(it.element), "cause": it.what}


def _message(it: Waited, _roles: Roles) -> str:
    said = _("“%(element)s” waits for the message “%(name)s” for “%(key)s”.") if it.key else _("“%(element)s” waits for the message “%(name)s”.")
    return said % {"element": _(it.element), "name": it.what, "key": it.key}


def _signal(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” waits for the signal “%(name)s”.") % {"element": _(it.element), "name": it.what}


def _timer(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” comes %(when)s.") % {"element": _(it.element), "when": moment(it.until)}


def _condition(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” waits until its condition holds.") % {"element": _(it.element)}


def _retry(it: Waited, _roles: Roles) -> str:
    said = ngettext(
        "“%(element)s” failed: %(cause)s It is tried again %(when)s, for the last time.",
        "“%(element)s” failed: %(cause)s It is tried again %(when)s; %(count)s tries are left.",
        it.retries,
    )
    return said % {"element": _(it.element), "cause": it.what, "when": moment(it.until), "count": it.retries}


def _worker(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” waits for a worker of the type “%(type)s”; none has asked for it.") % {"element": _(it.element), "type": it.what}


def _working(it: Waited, _roles: Roles) -> str:
    facts = {"element": _(it.element), "worker": it.what, "when": moment(it.until)}
    return _("The worker “%(worker)s” has “%(element)s” in hand until %(when)s.") % facts


def _soon(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” is about to run.") % {"element": _(it.element)}


def _call(it: Waited, _roles: Roles) -> str:
    said = _("“%(element)s” waits for the process “%(name)s”.") if it.what else _("“%(element)s” waits for a process that has not begun.")
    return said % {"element": _(it.element), "name": _(it.what)}


def _join(it: Waited, _roles: Roles) -> str:
    ways = ", ".join(f"“{_(way)}”" for way in it.ways)
    if not ways:
        return _("“%(element)s” waits for further tokens.") % {"element": _(it.element)}
    return _("“%(element)s” waits for what comes from %(ways)s.") % {"element": _(it.element), "ways": ways}


def _nothing(it: Waited, _roles: Roles) -> str:
    return _("“%(element)s” stands still, and nothing here says why.") % {"element": _(it.element)}


SENTENCES: Mapping[Cause, Callable[[Waited, Roles], str]] = {
    Cause.TASK: _task,
    Cause.OFFER: _offer,
    Cause.INCIDENT: _incident,
    Cause.MESSAGE: _message,
    Cause.SIGNAL: _signal,
    Cause.TIMER: _timer,
    Cause.CONDITION: _condition,
    Cause.RETRY: _retry,
    Cause.WORKER: _worker,
    Cause.WORKING: _working,
    Cause.SOON: _soon,
    Cause.CALL: _call,
    Cause.JOIN: _join,
    Cause.NOTHING: _nothing,
}
