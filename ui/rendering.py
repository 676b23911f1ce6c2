"""How does a template become a page, in the reader's language and inside the frame of every page?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from forms.showing import shown
from kit.i18n import LANGUAGES, _, language, ngettext
from ui.saying import FILTERS
from ui.words import address_of, deed_words, element_words, sign, state_words, tone

HERE = Path(__file__).parent
STATIC = HERE / "static"

View = Mapping[str, object]


def page(request: Request, template: str, view: View | None = None, status: int = 200) -> HTMLResponse:
    """The whole page; who is signed in, if anybody, is known from the request."""
    frame = {
        "visitor": getattr(request.state, "visitor", None),
        "language": language(),
        "languages": LANGUAGES,
        "here": request.url.path,
        "simulated": _simulated(getattr(request.app.state, "simulation", None)),
        "address": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    }
    return HTMLResponse(ENVIRONMENT.get_template(template).render({**frame, **(view or {})}), status)


def _simulated(facts: object) -> str:
    """What the banner says of colleagues who are not real; nothing where there are none."""
    phase = getattr(facts, "phase", "none")
    counts = {"arrived": getattr(facts, "arrived", 0), "expected": getattr(facts, "expected", 0)}
    if phase == "living":
        return _("Simulated colleagues are at work: %(arrived)s of %(expected)s orders have come in.") % counts
    return _("The simulated day is over: %(arrived)s orders came in. What is left is yours.") % counts if phase == "over" else ""


def icon(name: str) -> Markup:
    """A drawing that says nothing to a screen reader; its name stands in `ui/src/icons.txt`."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(asset("build/icons.svg"), name)


def asset(path: str) -> str:
    """The address of a static file; it changes with its content, so that browsers may keep it."""
    file = STATIC / path
    stamp = file.stat().st_mtime_ns if file.exists() else 0
    return f"/static/{path}?v={_hash(file, stamp)}"


@cache
def _hash(file: Path, stamp: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10] if stamp else "none"


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    words: dict[str, Callable[..., object]] = {"state": state_words, "tone": tone, "element": element_words, "sign": sign, "deed_words": deed_words}
    found.filters.update({**FILTERS, **words, "shown": shown, "said": _})
    found.globals.update(icon=icon, asset=asset, address_of=address_of)
    return found


ENVIRONMENT = _environment()
