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
    page = {
        "totalItems": len(items),
        "hasMoreTotalItems": len(every) >= MOST,
        "startCursor": _cursor(shown[0][key], start) if shown else None,
        "endCursor": _cursor(shown[-1][key], start + len(shown) - 1) if shown else None,
    }
    return exact({"items": shown, "page": page})


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


def _cursor(key: str, index: int) -> str:
    return base64.urlsafe_b64encode(f"{key}.{index}".encode()).decode()


def _place(items: Sequence[Item], key: str, cursor: str) -> int:
    """Where the cursor's item stands now; one that is gone has left its neighbours where it was."""
    try:
        name, _dot, index = base64.urlsafe_b64decode(cursor).decode().partition(".")
        remembered = int(index)
    except (binascii.Error, ValueError) as error:
        raise BadRequest(_("The cursor “%(cursor)s” is none that a search here has given.") % {"cursor": cursor}) from error
    return next((place for place, item in enumerate(items) if str(item[key]) == name), remembered - 1)
