"""Does the map of an instance speak the reader's language, and is the drawing else as it was?"""

from __future__ import annotations

import pytest
from lxml import etree

from kit.i18n import use_language
from processes.bundles import bundles
from tests.ui.browser.conftest import ROOT
from ui.drawing import translated

MODELS = {file: content for bundle in bundles(ROOT / "processes") for file, content in bundle.files.items() if file.endswith(".bpmn")}


def names(xml: bytes) -> dict[str, str]:
    return {element.get("id", ""): element.get("name", "") for element in etree.fromstring(xml).iter("{*}*") if element.get("name")}


def test_the_pick_is_called_pluk_on_a_danish_map() -> None:
    with use_language("da"):
        danish = names(translated(MODELS["order-to-delivery.bpmn"]))

    assert danish["pick"] == "Pluk"
    assert "Ja" in danish.values()


@pytest.mark.parametrize("file", sorted(MODELS))
def test_in_english_nothing_but_space_changes(file: str) -> None:
    assert names(translated(MODELS[file])) == {key: " ".join(name.split()) for key, name in names(MODELS[file]).items()}
    assert etree.fromstring(translated(MODELS[file])).xpath("count(//*)") == etree.fromstring(MODELS[file]).xpath("count(//*)")
