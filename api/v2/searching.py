"""How is a search answered: which items pass the filter, in which order, on which page?"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, TypeVar

from fastapi.responses import Response
from pydantic import Field

from api.exact import Shape, exact
from api.v2.filtering import matches
from kit.errors import BadRequest
from kit.i18n import _

USUAL, MOST = 100, 10_000
"""Items a page, and items that one search looks at."""
AT_ONCE = 500

View = TypeVar("View")
Item = dict[str, Any]


class Sort(Shape):
    field: str
    order: Literal["ASC", "DESC", "asc", "desc"] = "ASC"


class PageWanted(Shape):
    limit: int = Field(USUAL, ge=1, le=MOST)
    from_: int = Field(0, ge=0, alias="from")
    after: str | None = None
    before: str | None = None


class Query(Shape):
    """What every search of Camunda 8 takes."""

    filter: dict[str, Any] = Field(default_factory=dict)
    sort: tuple[Sort, ...] = ()
    page: PageWanted = PageWanted()


def all_of(ask: Callable[[int, int], Sequence[View]]) -> Iterator[View]:
    """Everything that a query gives, page by page: `ask(limit, offset)`."""
    for offset in range(0, MOST, AT_ONCE):
        found = ask(AT_ONCE, offset)
        yield from found
        if len(found) < AT_ONCE:
            return


def required_key(query: Query, field: str) -> int:
    """The key that the filter must name by equality. Raises BadRequest."""
    wanted = query.filter.get(field)
    key = str(wanted.get("$eq") if isinstance(wanted, dict) else wanted)
    if not key.isdecimal():
        raise BadRequest(_("Name one %(field)s in the filter.") % {"field": field})
    return int(key)


def searched(shapes: Iterable[Shape], key: str, query: Query) -> Response:
    """A page of the items that pass; `key` names the field that tells them apart."""
    every = [shape.model_dump(by_alias=True) for shape in shapes]
    items = _sorted([item for item in every if matches(item, query.filter)], query.sort)
    start, end = _window(items, key, query.page)
    shown = items[start:end]
    cursors = [cursor_of(item[key], start + place) for place, item in enumerate(shown)]
    return exact({"items": shown, "page": page_of(len(items), cursors, capped=len(every) >= MOST)})


def page_of(total: int, cursors: Sequence[str], *, capped: bool) -> dict[str, object]:
    """What an answer says of its page; `capped`: there may be more than were looked at."""
    ends = (cursors[0], cursors[-1]) if cursors else (None, None)
    return {"totalItems": total, "hasMoreTotalItems": capped, "startCursor": ends[0], "endCursor": ends[1]}


def _sorted(items: list[Item], sort: Sequence[Sort]) -> list[Item]:
    for each in reversed(sort):
        if items and each.field not in items[0]:
            raise BadRequest(_("Nothing here can be sorted by “%(field)s”.") % {"field": each.field})
        there = sorted((item for item in items if item[each.field] is not None), key=_value_of(each.field), reverse=each.order.upper() == "DESC")
        items = there + [item for item in items if item[each.field] is None]
    return items


def _value_of(field: str) -> Callable[[Item], Any]:
    return lambda item: item[field]


def _window(items: Sequence[Item], key: str, page: PageWanted) -> tuple[int, int]:
    if page.after is not None:
        start = _place(items, key, page.after) + 1
        return start, start + page.limit
    if page.before is not None:
        end = _place(items, key, page.before)
        return max(end - page.limit, 0), end
    return page.from_, page.from_ + page.limit


def cursor_of(key: str, index: int) -> str:
    return base64.urlsafe_b64encode(f"{key}.{index}".encode()).decode()


def key_of(cursor: str) -> int:
    """The key of the cursor's item. Raises BadRequest."""
    name, _index = _read(cursor)
    if not name.isdecimal():
        raise _no_cursor(cursor)
    return int(name)


def _place(items: Sequence[Item], key: str, cursor: str) -> int:
    """Where the cursor's item stands now; one that is gone has left its neighbours where it was."""
    name, remembered = _read(cursor)
    return next((place for place, item in enumerate(items) if str(item[key]) == name), remembered - 1)


def _read(cursor: str) -> tuple[str, int]:
    try:
        name, _dot, index = base64.urlsafe_b64decode(cursor).decode().rpartition(".")
        return name, int(index)
    except (binascii.Error, ValueError) as error:
        raise _no_cursor(cursor) from error


def _no_cursor(cursor: str) -> BadRequest:
    return BadRequest(_("The cursor “%(cursor)s” is none that a search here has given.") % {"cursor": cursor})
