"""Built-in functions on contexts and on any value (DMN 10.3.4.10, and those that Camunda 8 adds)."""

from __future__ import annotations

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.comparing import equal
from feel.temporal.moments import nanos_of, split, zone_of
from feel.values import Value, is_date_time, is_time, kind_of
from feel.words import N_

Context = dict[str, Value]


@built_in("get value", "m: context", "key: string")
def get_value(run: Run, context: Context, key: str) -> Value:
    if key not in context:
        run.note(N_("There is no entry “%s” in the context."), key)
    return context.get(key)


@built_in("get value", "context: context", "key: string")
def get_value_of(run: Run, context: Context, key: str) -> Value:
    return get_value(run, context, key)


@built_in("get value", "context: context", "keys: list")
def get_value_at(run: Run, context: Context, keys: list[Value]) -> Value:
    value: Value = context
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str):
            return None
        value = get_value(run, value, key)
    return value


@built_in("get entries", "m: context")
def get_entries(run: Run, context: Context) -> Value:
    run.room_for_list(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@built_in("get entries", "context: context")
def get_entries_of(run: Run, context: Context) -> Value:
    return get_entries(run, context)


@built_in("context", "entries: list")
def context_of(run: Run, entries: list[Value]) -> Value:
    found: Context = {}
    run.room_for_list(len(entries))
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            run.note(N_("context: an entry needs a key that is a string, and a value."))
            return None
        if entry["key"] in found:
            run.note(N_("context: the key “%s” is there twice."), entry["key"])
            return None
        found[entry["key"]] = entry["value"]
    return found


@built_in("context put", "context: context", "key: string", "value: any")
def context_put(run: Run, context: Context, key: str, value: Value) -> Value:
    run.room_for_list(len(context) + 1)
    return {**context, key: value}


@built_in("context put", "context: context", "keys: list", "value: any")
def context_put_at(run: Run, context: Context, keys: list[Value], value: Value) -> Value:
    if not keys or not all(isinstance(key, str) for key in keys):
        run.note(N_("context put: keys are strings, at least one."))
        return None
    run.spend(len(keys))
    path = [str(key) for key in keys]
    inner: list[Context] = [context]
    for key in path[:-1]:
        below = inner[-1].get(key)
        if not isinstance(below, dict):
            run.note(N_("context put: there is no context at “%s”."), key)
            return None
        inner.append(below)
    for key, below in zip(reversed(path), reversed(inner), strict=True):
        value = context_put(run, below, key, value)
    return value


@built_in("context merge", "contexts: list")
def context_merge(run: Run, contexts: list[Value]) -> Value:
    merged: Context = {}
    for each in contexts:
        if not isinstance(each, dict):
            run.note(N_("context merge: a %s is no context."), kind_of(each))
            return None
        run.room_for_list(len(each))
        merged.update(each)
    return merged


@built_in("is", "value1: any!", "value2: any!")
def is_(run: Run, first: Value = None, second: Value = None) -> Value:
    """Whether both are the same element of FEEL's domain: zones count, not only instants."""
    if kind_of(first) != kind_of(second) or not _same_clock(first, second):
        return False
    return equal(run, first, second) is True


def _same_clock(first: Value, second: Value) -> bool:
    if is_time(first) and is_time(second):
        return nanos_of(first) == nanos_of(second) and zone_of(first) == zone_of(second)
    if is_date_time(first) and is_date_time(second):
        return split(first) == split(second)
    return True


@built_in("not", "negand: any")
def not_(run: Run, value: Value) -> Value:  # noqa: ARG001 - one of many
    return not value if type(value) is bool else None


@built_in("is defined", "value: any")
def is_defined(run: Run, value: Value) -> Value:  # noqa: ARG001 - one of many
    return value is not None


@built_in("get or else", "value: any", "default: any")
def get_or_else(run: Run, value: Value, default: Value) -> Value:  # noqa: ARG001 - one of many
    return default if value is None else value


@built_in("assert", "value: any", "condition: any")
def assert_(run: Run, value: Value, condition: Value) -> Value:
    return assert_because(run, value, condition, "The condition is not fulfilled.")


@built_in("assert", "value: any", "condition: any", "cause: string")
def assert_because(run: Run, value: Value, condition: Value, cause: str) -> Value:
    if condition is True:
        return value
    run.note("%s", cause)
    return None
