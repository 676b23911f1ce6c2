"""Has every text a Danish translation that keeps its placeholders?"""

import re
import tomllib
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def texts() -> set[tuple[str, ...]]:
    """Every text in the code and the templates; one that counts comes with its plural."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {each["pattern"]: {key: str(value) for key, value in each.items() if key not in {"pattern", "method"}} for each in mappings}
    found = extract_from_dir(ROOT, methods, options, keywords={**DEFAULT_KEYWORDS, "N_": None})
    return {(text,) if isinstance(text, str) else tuple(text) for _file, _line, text, _comments, _context in found}


def translations() -> dict[str, tuple[str, ...]]:
    """What the Danish catalog says for each text."""
    with (ROOT / "locale/da/LC_MESSAGES/virke.po").open("rb") as file:
        catalog = read_po(file, locale="da")
    pairs = [(message.id, message.string) for message in catalog if message.id]
    return {
        source if isinstance(source, str) else source[0]: (danish,) if isinstance(danish, str) else tuple(danish or ()) for source, danish in pairs
    }


def test_every_text_has_a_danish_translation() -> None:
    danish = translations()

    assert sorted(text[0] for text in texts() if not all(danish.get(text[0]) or [""])) == []


def test_every_translation_keeps_the_placeholders() -> None:
    danish = translations()
    changed = [
        english
        for text in texts()
        for english, translated in zip(text, danish.get(text[0], ()), strict=False)
        if translated and set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(translated))
    ]

    assert sorted(changed) == []
