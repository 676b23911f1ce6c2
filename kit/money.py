"""Money: exact decimals, rounded half-up to the currency's minor unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision

from kit.i18n import language

ZERO = Decimal(0)


def minor_units(currency: str) -> int:
    """Decimal places of a currency by ISO 4217: DKK 2, JPY 0, KWD 3."""
    return get_currency_precision(currency)


def round_amount(value: Decimal, currency: str) -> Decimal:
    """Half-up, away from zero at the half, as invoices are rounded."""
    return value.quantize(Decimal(1).scaleb(-minor_units(currency)), rounding=ROUND_HALF_UP)


def line_net(quantity: Decimal, unit_price: Decimal, discount: Decimal, currency: str) -> Decimal:
    """A line's net amount: quantity × price × (1 − discount), rounded once."""
    return round_amount(quantity * unit_price * (1 - discount), currency)


def show(value: Decimal, currency: str) -> str:
    """An amount as the reader's language writes it."""
    return format_currency(value, currency, locale=language())
