"""The language of the person who reads: texts through gettext, numbers and dates through Babel."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.mofile import read_mo

LANGUAGES = {"en": "English", "da": "Dansk"}
LOCALE = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalog(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("virke", LOCALE, [language], fallback=True)


def language() -> str:
    """The language of this request or job: en or da."""
    return _language.get()


def set_language(code: str) -> None:
    _language.set(code if code in LANGUAGES else "en")


@contextmanager
def use_language(code: str) -> Iterator[None]:
    token = _language.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str) -> str:
    """This English text in the language of the person who reads it."""
    return _catalog(_language.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    return _catalog(_language.get()).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802  the name that gettext's extractors know
    """Mark a text for translation where it is written; translate it with _() where it is shown."""
    return message


@cache
def _read(language: str) -> dict[str, str]:
    """Every English text without a plural, and what it is in this language."""
    file = LOCALE / language / "LC_MESSAGES" / "virke.mo"
    if not file.exists():
        return {}
    with file.open("rb") as binary:
        found = read_mo(binary)
    return {str(each.id): str(each.string) for each in found if isinstance(each.id, str) and each.id and isinstance(each.string, str)}


def sources(words: str) -> tuple[str, ...]:
    """The English texts that have these words in the reader's language: what is stored in English is found in Danish by them."""
    wanted = words.casefold()
    return tuple(english for english, said in _read(_language.get()).items() if wanted in said.casefold()) if wanted else ()
