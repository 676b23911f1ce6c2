"""Built-in functions on lists (DMN 10.3.4.4)."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.comparing import PLAIN, same
from feel.decimals import whole
from feel.values import FunctionValue, Value, kind_of
from feel.words import N_

Values = list[Value]


@built_in("list contains", "list: list", "element: any")
def list_contains(run: Run, items: Values, element: Value) -> Value:
    run.spend(len(items))
    return any(same(run, each, element) for each in items)


@built_in("count", "list: list")
def count(run: Run, items: Values) -> Value:  # noqa: ARG001 - one of many
    return Decimal(len(items))


@built_in("is empty", "list: list")
def is_empty(run: Run, items: Values) -> Value:  # noqa: ARG001 - one of many
    return not items


@built_in("sublist", "list: list", "start position: number", "length: number?")
def sublist(run: Run, items: Values, start: Decimal, length: Decimal | None = None) -> Value:
    place = index(run, items, start)
    size = None if length is None else whole(length.to_integral_value(rounding=ROUND_DOWN))
    if place is None or (length is not None and (size is None or size < 0 or place + size > len(items))):
        run.note(N_("A list of %d has no such part."), len(items))
        return None
    run.room_for_list(len(items))
    return items[place:] if size is None else items[place : place + size]


@built_in("append", "list: list", "item: any", many=True)
def append(run: Run, items: Values, added: Values) -> Value:
    run.room_for_list(len(items) + len(added))
    return [*items, *added]


@built_in("concatenate", "list: list", many=True)
def concatenate(run: Run, lists: Values) -> Value:
    joined: Values = []
    for each in lists:
        if each is None:
            run.note(N_("concatenate: a list is null."))
            return None
        members = each if isinstance(each, list) else [each]
        run.room_for_list(len(joined) + len(members))
        joined.extend(members)
    return joined


@built_in("union", "list: list", many=True)
def union(run: Run, lists: Values) -> Value:
    joined = concatenate(run, lists)
    return distinct(run, joined) if isinstance(joined, list) else None


@built_in("distinct values", "list: list")
def distinct(run: Run, items: Values) -> Value:
    return [members[0] for members in groups(run, items)]


@built_in("duplicate values", "list: list")
def duplicates(run: Run, items: Values) -> Value:
    return [members[0] for members in groups(run, items) if len(members) > 1]


def groups(run: Run, items: Values) -> list[Values]:
    """Equal members together, in the order of their first."""
    found: list[Values] = []
    plain: dict[tuple[type, Value], Values] = {}
    others: list[Values] = []
    for item in items:
        run.spend(1)
        if type(item) in PLAIN:
            group = plain.get((type(item), item))
        else:
            run.spend(len(others))
            group = next((each for each in others if same(run, each[0], item)), None)
        if group is not None:
            group.append(item)
            continue
        group = [item]
        found.append(group)
        if type(item) in PLAIN:
            plain[type(item), item] = group
        else:
            others.append(group)
    return found


@built_in("insert before", "list: list", "position: number", "newItem: any")
def insert_before(run: Run, items: Values, position: Decimal, item: Value) -> Value:
    place = index(run, items, position)
    if place is None:
        return None
    run.room_for_list(len(items) + 1)
    return [*items[:place], item, *items[place:]]


@built_in("remove", "list: list", "position: number")
def remove(run: Run, items: Values, position: Decimal) -> Value:
    place = index(run, items, position)
    if place is None:
        return None
    run.room_for_list(len(items))
    return [*items[:place], *items[place + 1 :]]


@built_in("list replace", "list: list", "position: any", "newItem: any")
def list_replace(run: Run, items: Values, position: Value, item: Value) -> Value:
    if isinstance(position, FunctionValue):
        return _replaced_where(run, items, position, item)
    if not isinstance(position, Decimal):
        run.note(N_("list replace: “position” cannot be a %s."), kind_of(position))
        return None
    place = index(run, items, position)
    if place is None:
        return None
    run.room_for_list(len(items))
    return [*items[:place], item, *items[place + 1 :]]


@built_in("list replace", "list: list", "match: function", "newItem: any")
def list_replace_where(run: Run, items: Values, match: FunctionValue, item: Value) -> Value:
    return _replaced_where(run, items, match, item)


def _replaced_where(run: Run, items: Values, match: FunctionValue, new: Value) -> Value:
    found: Values = []
    for item in items:
        matching = match.call(run, [item, new])
        if type(matching) is not bool:
            run.note(N_("list replace: “match” must say true or false."))
            return None
        found.append(new if matching else item)
    return found


@built_in("reverse", "list: list")
def reverse(run: Run, items: Values) -> Value:
    run.room_for_list(len(items))
    return items[::-1]


@built_in("index of", "list: list", "match: any")
def index_of(run: Run, items: Values, match: Value) -> Value:
    run.spend(len(items))
    return [Decimal(place) for place, each in enumerate(items, 1) if same(run, each, match)]


@built_in("flatten", "list: list")
def flatten(run: Run, items: Values) -> Value:
    flat: Values = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.spend(1)
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    run.room_for_list(len(flat))
    return flat


@built_in("partition", "list: list", "size: number")
def partition(run: Run, items: Values, size: Decimal) -> Value:
    step = whole(size)
    if step is None or step < 1:
        run.note(N_("partition: “size” must be at least 1."))
        return None
    run.room_for_list(len(items))
    return [items[start : start + step] for start in range(0, len(items), step)]


@built_in("sort", "list: list", "precedes: function")
def sort(run: Run, items: Values, precedes: FunctionValue) -> Value:
    """A merge sort, so that the order of equal members stays and the number of calls is known."""
    run.room_for_list(len(items))
    parts = [[item] for item in items]
    while len(parts) > 1:
        merged = [_merged(run, one, other, precedes) for one, other in zip(parts[::2], parts[1::2], strict=False)]
        parts = merged if len(parts) % 2 == 0 else [*merged, parts[-1]]
    return parts[0] if parts else []


def _merged(run: Run, left: Values, right: Values, precedes: FunctionValue) -> Values:
    merged: Values = []
    first = second = 0
    while first < len(left) and second < len(right):
        run.spend(1)
        if precedes.call(run, [right[second], left[first]]) is True:
            merged.append(right[second])
            second += 1
        else:
            merged.append(left[first])
            first += 1
    return [*merged, *left[first:], *right[second:]]


def index(run: Run, items: Values, position: Decimal) -> int | None:
    """The Python index of a FEEL position; null, with a reason, where there is none."""
    place = whole(position.to_integral_value(rounding=ROUND_DOWN))
    if place is None or place == 0 or abs(place) > len(items):
        run.note(N_("A list of %d has no position %s."), len(items), f"{position:.10}")
        return None
    return place - 1 if place > 0 else len(items) + place
