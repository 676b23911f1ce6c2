"""Which columns has the designer chosen for lists of a process's tasks?

The process's property `virke:inbox-columns`: `Amount=amount; Supplier=supplier.name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.plan import Column
from engine.bpmn.problems import Problem, Severity
from engine.bpmn.reading.parsers import ProcessSpec
from kit.i18n import _

PROPERTY = "virke:inbox-columns"
PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
MOST = 4


def columns(spec: ProcessSpec, problems: list[Problem]) -> tuple[Column, ...]:
    """At most MOST; what cannot be read is warned of and left out."""
    written = spec.zeebe.properties.get(PROPERTY, "")
    found = tuple(_read(spec, written, problems))
    if len(found) > MOST:
        said = _("A list has room for %(most)d columns of a process. The others are left out.") % {"most": MOST}
        problems.append(Problem(spec.name, spec.description or "", said, Severity.WARNING))
    return found[:MOST]


def _read(spec: ProcessSpec, written: str, problems: list[Problem]) -> Iterator[Column]:
    for part in filter(None, (each.strip() for each in written.split(";"))):
        title, _sign, path = (each.strip() for each in part.partition("="))
        if title and PATH.fullmatch(path):
            yield Column(title, tuple(path.split(".")))
            continue
        said = _("“%(part)s” is no column of a list. Write it like: Amount=amount; Supplier=supplier.name") % {"part": part}
        problems.append(Problem(spec.name, spec.description or "", said, Severity.WARNING))
