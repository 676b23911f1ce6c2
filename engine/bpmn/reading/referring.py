"""Which element does a reference lead to?"""

from __future__ import annotations

from lxml import etree


def by_id(root: etree._Element, reference: str) -> etree._Element | None:
    """The element that a reference (perhaps with a namespace prefix) leads to."""
    if not reference.strip():
        return None
    found = root.xpath(".//*[@id=$id]", id=reference.strip().rpartition(":")[2])
    first = found[0] if isinstance(found, list) and found else None
    return first if etree.iselement(first) else None
