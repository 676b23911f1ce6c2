"""Is every noun that a room announces whole: form, lists and searches name fields that exist, and every column has a label?"""

from __future__ import annotations

import records


def test_every_announced_noun_is_whole() -> None:
    assert [problem for noun in records.all_nouns() for problem in records.problems(noun)] == []
