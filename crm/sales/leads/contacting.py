"""Is this a way to reach somebody, and how is it written so that two of the same look the same?"""

from __future__ import annotations

import re

from kit.i18n import _
from kit.operations import BusinessError

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
CVR = re.compile(r"\d{8}")
CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
SHORTEST_PHONE, LONGEST_PHONE = 6, 15
"""Digits of a telephone number, the longest by E.164."""


def email_of(text: str | None) -> str | None:
    """In lower case; None for nothing. Raises INVALID_CONTACT."""
    said = (text or "").strip().lower()
    if said and not ADDRESS.fullmatch(said):
        raise BusinessError("INVALID_CONTACT", _("“%(said)s” is no e-mail address.") % {"said": said})
    return said or None


def phone_of(text: str | None) -> str | None:
    """A plus where there is one, then digits; eight digits alone are Danish. Raises INVALID_CONTACT."""
    said = re.sub(r"[\s().\-/]", "", text or "")
    if not said:
        return None
    said = f"+{said[2:]}" if said.startswith("00") else said
    digits = said.removeprefix("+")
    if not digits.isascii() or not digits.isdecimal() or not SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE:
        raise BusinessError("INVALID_CONTACT", _("“%(said)s” is no telephone number.") % {"said": text})
    return f"+45{digits}" if len(digits) == 8 and not said.startswith("+") else said


def cvr_of(text: str | None) -> str | None:
    """Eight digits whose weighted sum divides by 11; a country's letters before them are left out. Raises INVALID_CONTACT."""
    said = re.sub(r"[\s.\-]", "", (text or "").upper()).removeprefix("DK")
    if not said:
        return None
    if not CVR.fullmatch(said) or sum(weight * int(digit) for weight, digit in zip(CVR_WEIGHTS, said, strict=True)) % 11:
        raise BusinessError("INVALID_CONTACT", _("“%(said)s” is no CVR number: it has eight digits, and their check must fit.") % {"said": text})
    return said
