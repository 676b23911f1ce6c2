"""Files that a person gives, and documents that are shown.

An answer is a list of documents as form-js knows them: `{"documentId": …, "metadata": {"fileName", "contentType", "size"}}`;
the document's id is the hash under which the content is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from forms.components.kind import Kind, Schema, View, Wrong
from forms.document import Component
from forms.place import Place
from forms.templating import filled
from kit.i18n import _

ADDRESS = "/files/"
"""Where the pages give out a kept file; its name follows as `?name=`."""
MOST = 50
HASH = re.compile(r"[0-9a-f]{64}")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def _read(component: Component, given: Sequence[object]) -> object:
    """Kept files come back as their JSON text; new ones were kept while the form was read."""
    found = [_document(item) for item in given if item != ""]
    return found if component.given.get("multiple") or len(found) < 2 else found[-1:]


def _document(item: object) -> object:
    if not isinstance(item, str):
        return item
    try:
        return json.loads(item)
    except ValueError:
        return item


def _convert(component: Component, value: object, place: Place) -> object:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST or not all(is_document(item) for item in value):
        raise Wrong(_("Choose a file again; this one did not arrive."))
    if len(value) > 1 and not place.holds(component.given.get("multiple")):
        raise Wrong(_("Choose one file only."))
    return value


def is_document(item: object) -> bool:
    """Whether this is a kept file as form-js knows it."""
    if not isinstance(item, Mapping) or not isinstance(item.get("metadata"), Mapping):
        return False
    key, name = item.get("documentId"), item["metadata"].get("fileName")
    return isinstance(key, str) and HASH.fullmatch(key) is not None and isinstance(name, str)


def _schema(_component: Component) -> Schema:
    metadata = {"type": "object", "properties": {"fileName": {"type": "string"}, "contentType": {"type": "string"}, "size": {"type": "integer"}}}
    item = {
        "type": "object",
        "required": ["documentId", "metadata"],
        "properties": {"documentId": {"type": "string", "pattern": f"^{HASH.pattern}$"}, "metadata": {**metadata, "required": ["fileName"]}},
    }
    return {"type": "array", "items": item, "maxItems": MOST}


def _judge(component: Component, value: object, place: Place) -> None:
    accepted = [part.strip().lower() for part in filled(component.text("accept"), place).split(",") if part.strip()]
    for item in value if isinstance(value, list) and accepted else []:
        metadata = item["metadata"]
        if not any(_accepts(part, str(metadata.get("fileName")).lower(), str(metadata.get("contentType"))) for part in accepted):
            raise Wrong(_("Choose a file of this kind: %(kinds)s.") % {"kinds": ", ".join(accepted)})


def _accepts(part: str, name: str, content_type: str) -> bool:
    if part.startswith("."):
        return name.endswith(part)
    return content_type.startswith(part[:-1]) if part.endswith("/*") else content_type == part


def _view(component: Component, value: object, place: Place) -> View:
    documents = _shown(value)
    return {
        "accept": filled(component.text("accept"), place),
        "multiple": place.holds(component.given.get("multiple")),
        "documents": documents,
        "kept": [json.dumps(item) for item in value if is_document(item)] if isinstance(value, list) else [],
    }


def _shown(value: object) -> list[View]:
    items = value if isinstance(value, list) else [value]
    return [_link(item) for item in items if isinstance(item, Mapping) and is_document(item)]


def _link(item: Mapping[str, object]) -> View:
    metadata = item["metadata"]
    name, kind = (metadata.get("fileName"), metadata.get("contentType")) if isinstance(metadata, Mapping) else ("", "")
    return {"name": name, "address": f"{ADDRESS}{item['documentId']}?name={quote(str(name))}", "picture": kind in PICTURES}


def _preview(component: Component, _value: object, place: Place) -> View:
    return {"documents": _shown(place.evaluate(component.text("dataSource")))}


def _lint_preview(component: Component) -> Iterable[str]:
    if not component.text("dataSource"):
        yield _("it has no data source that names the documents")


KINDS = [
    Kind("filepicker", "filepicker.html", _convert, _schema, _judge, _view, _read),
    Kind("documentPreview", "document_preview.html", view=_preview, lint=_lint_preview),
]
