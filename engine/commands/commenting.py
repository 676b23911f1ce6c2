"""How does a person say something about a case, and who of those named in it hears of it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from engine.desk.tables import Comment
from engine.store.seeing import seen_instance, sees
from engine.tables import ProcessInstance
from engine.who import Who
from kit import audit, clock
from kit.errors import Invalid
from kit.i18n import N_, _, use_language
from kit.keys import new_key
from people.access import colleagues, who_of
from people.notices import tell

LONGEST = 4000
NAMED = N_("%(name)s wrote to you: “%(text)s”")


def comment(session: Session, instance_key: int, text: str, *, who: Who, task_key: int | None = None) -> tuple[str, ...]:
    """Keep the comment and tell everybody whom it names with an @; gives the names of those who may not see the case and so were not told."""
    instance = seen_instance(session, instance_key, who)
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        raise Invalid(_("A comment has between 1 and %(longest)d characters.") % {"longest": LONGEST})
    key = new_key()
    session.add(
        Comment(
            id=key, company_id=who.company_id, root_key=instance.root_key, instance_key=instance_key, task_key=task_key, author=who.user_id,
            text=said, written_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    detail: dict[str, object] = {"comment": str(key)}
    audit.record(session, "instance.comment", "process_instance", instance_key, actor=who.user_id, company_id=who.company_id, detail=detail)
    people = mentioned(said, colleagues(session, who.company_id))
    return tuple(name for user_id, name in people if user_id != who.user_id and not _told(session, instance, user_id, said, who))


def mentioned(text: str, people: Mapping[int, str]) -> list[tuple[int, str]]:
    """Who is named with an @: by the whole name, or by a first name that only one of them bears."""
    lowered = text.casefold()
    whole = [(key, name) for key, name in people.items() if _names(lowered, name)]
    taken = [name.casefold() for _key, name in whole]
    for name in sorted(taken, key=len, reverse=True):
        lowered = lowered.replace(f"@{name}", " ")
    by_first: dict[str, list[tuple[int, str]]] = {}
    for key, name in people.items():
        by_first.setdefault(name.split()[0].casefold(), []).append((key, name))
    alone = [bearers[0] for first, bearers in by_first.items() if len(bearers) == 1 and _names(lowered, first)]
    return list(dict.fromkeys([*whole, *alone]))


def _names(text: str, name: str) -> bool:
    """Whether the name stands after an @ as a word of its own."""
    return any(not rest[:1].isalnum() for rest in _after(text, f"@{name.casefold()}"))


def _after(text: str, words: str) -> Iterable[str]:
    return text.split(words)[1:]


def _told(session: Session, instance: ProcessInstance, user_id: int, text: str, who: Who) -> bool:
    reader = who_of(session, user_id, who.company_id)
    if not sees(session, instance, reader):
        return False
    with use_language(reader.language):
        tell(session, reader, _(NAMED) % {"name": who.name, "text": text}, actor=who.user_id, instance_key=instance.id)
    return True
