"""In which order are models read that import one another, and what do they import?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dmn.xml import children, parse


@dataclass(frozen=True, slots=True)
class Outline:
    """What a model says of itself before it is compiled."""

    id: str
    name: str
    namespace: str
    imports: tuple[str, ...]
    """Namespaces."""
    decisions: tuple[str, ...]
    """Ids."""


def outline(xml: bytes, file: str) -> Outline:
    """Raises DmnRefused for XML that is no DMN."""
    root = parse(xml, file)
    imports = tuple(each.get("namespace", "") for each in children(root, "import"))
    decisions = tuple(each.get("id", "") or each.get("name", "") for each in children(root, "decision"))
    name = root.get("name", "")
    return Outline(root.get("id") or name or file, name, root.get("namespace", ""), imports, decisions)


def in_order(outlines: Mapping[str, Outline]) -> list[str]:
    """The files, those that are imported before those that import them; circles where they happen to be."""
    waiting = dict(outlines)
    own = {each.namespace for each in waiting.values()}
    done: set[str] = set()
    ordered: list[str] = []
    while waiting:
        ready = [file for file, each in waiting.items() if not (set(each.imports) & own) - done - {each.namespace}]
        for file in ready or list(waiting)[:1]:
            ordered.append(file)
            done.add(waiting.pop(file).namespace)
    return ordered
