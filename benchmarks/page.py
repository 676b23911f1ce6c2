"""How do the figures of a full run come to stand in docs/benchmarks.md?"""

from __future__ import annotations

from pathlib import Path

from benchmarks.results import Result, table
from benchmarks.targets import judged

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def parts(results: list[Result]) -> dict[str, str]:
    """What stands on the page between `<!-- NAME -->` and `<!-- end -->`."""
    return {"targets": _block(judged(results)), "table": _block(table(results))}


def refresh(results: list[Result]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name, block in parts(results).items():
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        _old, _, after = rest.partition("<!-- end -->")
        text = f"{before}<!-- {name} -->\n{block}<!-- end -->{after}"
    PAGE.write_text(text, encoding="utf-8")


def _block(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"```\n{lines}\n```\n"
