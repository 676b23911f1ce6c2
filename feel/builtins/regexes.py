"""Built-in functions with regular expressions, in XPath's notation and within a time limit (DMN 10.3.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from time import perf_counter

import regex

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.builtins.xpath import library_pattern
from feel.errors import FeelError
from feel.values import Value
from feel.words import N_

FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE}
PRICE = 2_000
"""Steps that one regular expression costs."""
LONGEST_PATTERN = 1_000


@built_in("matches", "input: string", "pattern: string", "flags: string?")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    found = _pattern(run, pattern, flags)
    if found is None:
        return None
    with _timed(run, pattern):
        return found.search(text, timeout=run.seconds) is not None


@built_in("replace", "input: string", "pattern: string", "replacement: string", "flags: string?")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    found = _pattern(run, pattern, flags)
    template = None if found is None else _template(replacement, found.groups)
    if found is None or template is None:
        run.note(N_("The replacement or the pattern is wrong."))
        return None
    if _fits_nothing(run, found):
        return None
    pieces: list[str] = []
    end = 0
    for match in _found(run, found, text):
        pieces.append(text[end : match.start()])
        added = [part if isinstance(part, str) else match.group(part) or "" for part in template]
        run.spend(sum(map(len, added)) // 32)
        pieces.extend(added)
        end = match.end()
    pieces.append(text[end:])
    run.room_for_text(sum(map(len, pieces)))
    return "".join(pieces)


def _fits_nothing(run: Run, pattern: regex.Pattern[str]) -> bool:
    """Whether a pattern matches the empty text: then nobody can say how often (XPath's FORX0003)."""
    if pattern.match("") is None:
        return False
    run.note(N_("The pattern also fits where nothing is, so it cannot say what to part or replace."))
    return True


@built_in("split", "string: string", "delimiter: string")
def split(run: Run, text: str, delimiter: str) -> Value:
    found = _pattern(run, delimiter, None)
    if found is None or _fits_nothing(run, found):
        return None
    parts: list[Value] = []
    end = 0
    for match in _found(run, found, text):
        parts.append(text[end : match.start()])
        end = match.end()
    return [*parts, text[end:]]


@built_in("extract", "string: string", "pattern: string")
def extract(run: Run, text: str, pattern: str) -> Value:
    found = _pattern(run, pattern, None)
    return None if found is None else [match.group() for match in _found(run, found, text)]


def _found(run: Run, pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """All matches, one after the other. Raises FeelError when they take too long, or are too many."""
    with _timed(run, pattern.pattern):
        for match in pattern.finditer(text, timeout=run.seconds):
            run.spend(4 + (match.end() - match.start()) // 32)
            yield match


@contextmanager
def _timed(run: Run, pattern: str) -> Iterator[None]:
    """Take the time that a pattern needs from the evaluation's. Raises FeelError when none is left."""
    if run.seconds <= 0:
        raise _too_slow(pattern)
    started = perf_counter()
    try:
        yield
    except TimeoutError as error:
        raise _too_slow(pattern) from error
    finally:
        run.seconds -= perf_counter() - started


def _too_slow(pattern: str) -> FeelError:
    return FeelError(N_("The regular expression “%s” takes too long; make it simpler."), pattern[:60])


def _pattern(run: Run, pattern: str, flags: str | None) -> regex.Pattern[str] | None:
    """The compiled pattern; null, with a reason, for one that is wrong."""
    run.spend(PRICE)
    found = _compiled(pattern, flags or "") if len(pattern) <= LONGEST_PATTERN else None
    if found is None:
        run.note(N_("“%s” is no regular expression with flags “%s”."), pattern[:60], (flags or "")[:10])
    return found


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> regex.Pattern[str] | None:
    if not set(flags) <= {*FLAGS, "q", "x"}:
        return None
    option = regex.VERSION1
    for flag in set(flags) & set(FLAGS):
        option |= FLAGS[flag]
    try:
        return regex.compile(regex.escape(pattern) if "q" in flags else library_pattern(pattern, flags), option)
    except (regex.error, OverflowError, RecursionError, ValueError, IndexError, KeyError):
        return None


def _template(replacement: str, groups: int) -> list[str | int] | None:
    """The parts of a replacement: texts, and the numbers of groups written `$1`; none where it is wrong."""
    parts: list[str | int] = []
    index = 0
    while index < len(replacement):
        character, following = replacement[index], replacement[index + 1 : index + 2]
        if character == "\\" and following in ("\\", "$"):
            parts.append(following)
            index += 2
        elif character == "$" and following.isdigit():
            digits = _group_digits(replacement, index + 1, groups)
            parts.append(int(digits) if int(digits) <= groups else "")
            index += 1 + len(digits)
        elif character in "\\$":
            return None
        else:
            parts.append(character)
            index += 1
    return parts


def _group_digits(text: str, start: int, groups: int) -> str:
    """As many digits as name a group that there is."""
    digits = text[start]
    while text[start + len(digits) : start + len(digits) + 1].isdigit() and int(digits + text[start + len(digits)]) <= groups:
        digits += text[start + len(digits)]
    return digits
