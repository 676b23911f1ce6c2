"""How does a decision model's XML come in without harm, and how is it walked?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.dmn.problems import DmnRefused, Problem
from kit.i18n import _

LARGEST = 10_000_000
"""Bytes."""

NAMESPACES = frozenset({
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
})  # fmt: skip
"""DMN 1.1 to 1.6."""


def parse(xml: bytes, file: str) -> etree._Element:
    """The root element, `definitions` of DMN. Raises DmnRefused for anything else."""
    if len(xml) > LARGEST:
        raise _refused(file, _("The file is larger than %(count)s bytes. Split the model.") % {"count": LARGEST})
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refused(file, _("This is not well-formed XML: %(reason)s.") % {"reason": error}) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(file, _("A document type (DOCTYPE) is not allowed. Take it out."))
    if local_name(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise _refused(file, _("This is no DMN model: it should begin with “definitions” of DMN 1.1 to 1.6."))
    return root


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname


def children(element: etree._Element, name: str = "") -> Iterator[etree._Element]:
    """The child elements of the element's own namespace, all or of one name."""
    own = etree.QName(element).namespace
    for each in element:
        if etree.QName(each).namespace == own and name in ("", local_name(each)):
            yield each


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next(children(element, name), None)


def text_of(element: etree._Element | None, name: str = "text") -> str:
    """The text of a child, without space around it; empty when there is none."""
    found = child(element, name)
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def href(element: etree._Element | None) -> tuple[str, str] | None:
    """Namespace (empty for the own one) and id of what an element refers to."""
    if element is None:
        return None
    namespace, _, id_ = element.get("href", "").rpartition("#")
    return namespace, id_


def _refused(file: str, message: str) -> DmnRefused:
    return DmnRefused(file, [Problem("", "", message)])
