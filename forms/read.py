"""What did an HTML form send, as the plain values of its components?

Also done here: a row added (`__add`) or removed (`__remove`) by a button, and the words typed to find a reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import BinaryIO, Protocol, TypeAlias, runtime_checkable

from forms.arranging import MOST_ROWS, NEW, ORIGIN, may_rearrange
from forms.components import kind_of
from forms.document import GROUP, LIST, Component, Document, components_of
from forms.nesting import put

ADD, REMOVE, FIND = "__add", "__remove", "__find"
SEARCH = "__search"
"""Before the name of a picker: what was typed to find something in it."""


@runtime_checkable
class Upload(Protocol):
    """A file as a web framework hands it over."""

    filename: str | None
    content_type: str | None
    file: BinaryIO


Keep: TypeAlias = Callable[[bytes], str]
"""Keeps a file's content and tells the hash it is found by: `kit.blobs.FolderBlobs.put`."""
FormData: TypeAlias = Mapping[str, object] | Iterable[tuple[str, object]]
Sent: TypeAlias = Mapping[str, Sequence[object]]


def read(document: Document, formdata: FormData, keep: Keep | None = None) -> dict[str, object]:
    """The raw answers; `formdata` are pairs (`multi_items()`), or a mapping. What was not sent is absent.

    Without `keep` files are left out.
    """
    sent = _sent(formdata, keep)
    raw = _read(components_of(document), "", sent)
    searches = {name.removeprefix(f"{SEARCH}:"): str(given[-1]) for name, given in sent.items() if name.startswith(f"{SEARCH}:") and given}
    return raw | ({SEARCH: searches} if any(searches.values()) else {})


def rearranged(formdata: FormData) -> bool:
    """Whether a button asked to add or remove a row or to search, so that the form is shown again and nothing is submitted."""
    names = formdata.keys() if isinstance(formdata, Mapping) else (name for name, _value in formdata)
    return any(name in (ADD, REMOVE, FIND) for name in names)


def _sent(formdata: FormData, keep: Keep | None) -> Sent:
    sent: dict[str, list[object]] = {}
    for name, value in formdata.items() if isinstance(formdata, Mapping) else formdata:
        for item in value if isinstance(value, list) else [value]:
            kept = _document(item, keep) if isinstance(item, Upload) else item
            sent.setdefault(name, []).extend([] if kept is None else [kept])
    return sent


def _document(upload: Upload, keep: Keep | None) -> Mapping[str, object] | None:
    """An empty file input sends a file without a name."""
    if keep is None or not upload.filename:
        return None
    upload.file.seek(0)  # the same form may be read again
    content = upload.file.read()
    metadata = {"fileName": upload.filename, "contentType": upload.content_type or "application/octet-stream", "size": len(content)}
    return {"documentId": keep(content), "metadata": metadata}


def _read(components: tuple[Component, ...], prefix: str, sent: Sent) -> dict[str, object]:
    raw: dict[str, object] = {}
    for component in components:
        _one(component, prefix, sent, raw)
    return raw


def _one(component: Component, prefix: str, sent: Sent, raw: dict[str, object]) -> None:
    name = prefix + ".".join(component.binding)
    if component.type == GROUP and not component.binding:
        for child in component.children:
            _one(child, prefix, sent, raw)
    elif component.type == GROUP:
        put(raw, component.binding, _read(component.children, f"{name}.", sent))
    elif component.type == LIST:
        if component.binding and any(key == name or key.startswith(f"{name}[") for key in sent):
            put(raw, component.binding, _rows(component, name, sent))
    elif component.binding and kind_of(component).keyed and name in sent:
        put(raw, component.binding, kind_of(component).read(component, sent[name]))


def _rows(component: Component, name: str, sent: Sent) -> list[dict[str, object]]:
    number = re.compile(rf"{re.escape(name)}\[(\d{{1,6}})\]\.")
    found = sorted({int(match[1]) for match in map(number.match, sent) if match})[:MOST_ROWS]
    gone = sent.get(REMOVE, ()) if may_rearrange(component) else ()
    rows = []
    for index in found:
        row_name = f"{name}[{index}]"
        if row_name not in gone:
            origin = str(sent.get(f"{row_name}.{ORIGIN}", [index])[-1])
            rows.append({**_read(component.children, f"{row_name}.", sent), ORIGIN: int(origin) if origin.isdecimal() else NEW})
    if name in sent.get(ADD, ()) and may_rearrange(component) and len(rows) < MOST_ROWS:
        rows.append({ORIGIN: NEW})
    return rows
