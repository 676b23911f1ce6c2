"""How does a text in Markdown become HTML without scripts?"""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").enable("strikethrough")
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def to_html(text: str) -> Markup:
    """CommonMark with tables; raw HTML shows as text, and only harmless tags and addresses are left."""
    html = nh3.clean(_PARSER.render(text), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")
    return Markup(html)  # noqa: S704  cleaned above


def escaped(value: str) -> str:
    """A value that goes into Markdown, so that it reads as it stands and formats nothing."""
    return _PUNCTUATION.sub(r"\\\1", value)
