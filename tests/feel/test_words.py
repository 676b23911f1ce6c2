"""Does FEEL say what is wrong in the words of whoever embeds it, at the time when it is read?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import regex

import feel
from kit.i18n import _, use_language

ROOT = Path(__file__).parents[2]


@pytest.fixture
def danish() -> Iterator[None]:
    feel.speak(_)
    with use_language("da"):
        yield
    feel.speak(lambda message: message)


def test_an_error_is_read_in_the_readers_language(danish: None) -> None:
    with pytest.raises(feel.FeelError) as caught:
        feel.compile("1 +")

    assert str(caught.value) == "Her skulle stå en værdi, men udtrykket slutter. (linje 1, kolonne 4)"
    with use_language("en"):
        assert caught.value.reason == "Here should be a value, but the expression ends."


def test_a_reason_for_null_is_read_in_the_readers_language(danish: None) -> None:
    value, reasons = feel.compile("amount + discount").explain({"amount": Decimal(1)})

    assert value is None
    assert reasons == ["Der er ingen variabel “discount”.", "Noget af typen null kan ikke lægges til noget af typen number."]


def test_an_error_carries_its_message_and_values() -> None:
    with pytest.raises(feel.FeelError) as caught:
        feel.compile("f(1")

    assert (caught.value.said.message, caught.value.said.details[0]) == ("Here should be “%s”, not %s.", ")")


def test_feel_works_on_its_own(tmp_path: Path) -> None:
    """Nothing but the standard library, its own folder and the regular expressions are there."""
    shutil.copytree(ROOT / "feel", tmp_path / "feel")
    shutil.copytree(Path(regex.__file__).parent, tmp_path / "regex")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import feel;"
        " print(feel.evaluate('sum(lines.amount) > 1000', {'lines': [{'amount': 600}, {'amount': 401}]}),"
        ' feel.variables(\'a + b.c\'), feel.evaluate(\'now() > @"2020-01-01T00:00:00Z" and matches("ab", "a.")\', {}))'
    )

    child = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)

    assert child.returncode == 0, child.stderr
    assert child.stdout.startswith("True frozenset(")
    assert child.stdout.endswith(" True\n")
