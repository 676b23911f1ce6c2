"""Built-in functions on strings (DMN 10.3.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.decimals import whole
from feel.values import Value
from feel.words import N_
from feel.writing import text_of


@built_in("substring", "string: string", "start position: number", "length: number?")
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    place, count = _cut(start), None if length is None else _cut(length)
    if place is None or place == 0 or abs(place) > max(len(text), 1) or (length is not None and (count is None or count < 1)):
        run.note(N_("There is no such part of a text of %d characters."), len(text))
        return None
    first = place - 1 if place > 0 else len(text) + place
    return run.made_text(text[first:] if count is None else text[first : first + count])


def _cut(number: Decimal) -> int | None:
    return whole(number.to_integral_value(rounding=ROUND_DOWN))


@built_in("string length", "string: string")
def string_length(run: Run, text: str) -> Value:  # noqa: ARG001 - one of many
    return Decimal(len(text))


@built_in("upper case", "string: string")
def upper_case(run: Run, text: str) -> Value:
    return run.made_text(text.upper())


@built_in("lower case", "string: string")
def lower_case(run: Run, text: str) -> Value:
    return run.made_text(text.lower())


@built_in("substring before", "string: string", "match: string")
def substring_before(run: Run, text: str, match: str) -> Value:
    return run.made_text(text.partition(match)[0] if match and match in text else "")


@built_in("substring after", "string: string", "match: string")
def substring_after(run: Run, text: str, match: str) -> Value:
    return run.made_text(text.partition(match)[2] if match else text)


@built_in("contains", "string: string", "match: string")
def contains(run: Run, text: str, match: str) -> Value:
    run.spend(len(text) >> 6)
    return match in text


@built_in("starts with", "string: string", "match: string")
def starts_with(run: Run, text: str, match: str) -> Value:  # noqa: ARG001 - one of many
    return text.startswith(match)


@built_in("ends with", "string: string", "match: string")
def ends_with(run: Run, text: str, match: str) -> Value:  # noqa: ARG001 - one of many
    return text.endswith(match)


@built_in("string join", "list: list", "delimiter: string?")
def string_join(run: Run, parts: Sequence[Value], delimiter: str | None = None) -> Value:
    texts = [each for each in parts if each is not None]
    if not all(isinstance(each, str) for each in texts):
        run.note(N_("Only strings can be joined."))
        return None
    between = delimiter or ""
    words = [str(each) for each in texts]
    run.room_for_text(sum(map(len, words)) + len(between) * len(words))
    return between.join(words)


@built_in("string join", "list: list", "delimiter: string", "prefix: string", "suffix: string")
def string_join_between(run: Run, parts: Sequence[Value], delimiter: str, prefix: str, suffix: str) -> Value:
    joined = string_join(run, parts, delimiter)
    return run.made_text(f"{prefix}{joined}{suffix}") if isinstance(joined, str) else None


@built_in("string", "from: any")
def string(run: Run, value: Value) -> Value:
    return None if value is None else text_of(run, value)


@built_in("is blank", "string: string")
def is_blank(run: Run, text: str) -> Value:  # noqa: ARG001 - one of many
    return not text.strip()


@built_in("trim", "string: string")
def trim(run: Run, text: str) -> Value:
    return run.made_text(text.strip())
