"""How does a model's XML come in without harm?"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.problems import ModelRefused, Problem
from kit.i18n import _

LARGEST = 10_000_000
"""Bytes; a model of 3,000 drawn tasks has about three million."""


def parse(xml: bytes, file: str) -> etree._Element:
    """The root element. Raises ModelRefused for anything that is not plain well-formed XML."""
    if len(xml) > LARGEST:
        raise _refused(file, _("The file is larger than %(count)s bytes. Split the model.") % {"count": LARGEST})
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(file, _("This is not well-formed XML: %(reason)s.") % {"reason": error.msg}, error.lineno) from error
    except ValueError as error:
        raise _refused(file, _("This is not XML: %(reason)s.") % {"reason": error}) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(file, _("A document type (DOCTYPE) is not allowed. Take it out."))
    return root


def _refused(file: str, message: str, line: int | None = None) -> ModelRefused:
    return ModelRefused(file, [Problem("", "", message, line=line)])
