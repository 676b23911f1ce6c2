"""Which part of a search does the database answer, so that a page costs no more than a page?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from fastapi.responses import Response

from api.exact import Shape, exact
from api.v2.searching import AT_ONCE, MOST, Query, cursor_of, key_of, page_of, searched
from engine import Cut, Found
from kit.errors import BadRequest
from kit.i18n import _


class Keyed(Protocol):
    """What the engine shows of a thing with a key."""

    @property
    def key(self) -> int: ...


View = TypeVar("View", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Search(Generic[View]):
    """`key` is the field that tells items apart; `columns` says what the engine calls the fields that it can look for."""

    key: str
    columns: Mapping[str, str]
    ask: Callable[[dict[str, Any], Cut], Found[View]]
    shape: Callable[[View], Shape]


def answered(query: Query, search: Search[View]) -> Response:
    """A page, newest first unless the query sorts; what the database cannot answer is sifted here."""
    given, rest = narrowed(query, search.columns)
    if rest.filter or rest.sort or rest.page.before is not None:
        return searched(map(search.shape, _all(search, given)), search.key, rest)
    after = None if rest.page.after is None else key_of(rest.page.after)
    found = search.ask(given, Cut(rest.page.limit, rest.page.from_, after))
    items = [search.shape(view).model_dump(by_alias=True) for view in found.items]
    cursors = [cursor_of(str(view.key), rest.page.from_ + place) for place, view in enumerate(found.items)]
    return exact({"items": items, "page": page_of(found.total, cursors, capped=False)})


def narrowed(query: Query, columns: Mapping[str, str]) -> tuple[dict[str, Any], Query]:
    """What the database looks for by equality, and the rest of the query."""
    given: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, wanted in query.filter.items():
        value = wanted["$eq"] if isinstance(wanted, dict) and set(wanted) == {"$eq"} else wanted
        if name in columns and isinstance(value, str):
            given[columns[name]] = _key(value) if columns[name].endswith("_key") else value
        else:
            rest[name] = wanted
    return given, query.model_copy(update={"filter": rest})


def _key(text: str) -> int:
    if not text.isdecimal():
        raise BadRequest(_("“%(value)s” is no key: a key is a whole number.") % {"value": text})
    return int(text)


def _all(search: Search[View], given: dict[str, Any]) -> Iterator[View]:
    after: int | None = None
    for _part in range(MOST // AT_ONCE):
        found = search.ask(given, Cut(AT_ONCE, after=after)).items
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1].key
