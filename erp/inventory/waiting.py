"""Which orders want goods, whether or not any are there yet?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from erp.inventory.tables import Reservation
from kit.money import ZERO
from kit.operations import Context


def want(ctx: Context, source_id: int, lines: Sequence[tuple[int, Decimal]]) -> None:
    """Note the order's wishes with nothing promised yet: a refused reservation leaves no row, and goods must still wake it."""
    sums: dict[int, Decimal] = {}
    for product, quantity in lines:
        sums[product] = sums.get(product, ZERO) + quantity
    for product, wanted in sums.items():
        ctx.session.add(Reservation(company_id=ctx.company_id, source_id=source_id, product_id=product, wanted=wanted, quantity=ZERO))
    ctx.session.flush()
