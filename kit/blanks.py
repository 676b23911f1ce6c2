"""How does an operation take what a form left empty?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

Blank = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A text in a pydantic model; nothing is the empty text."""
