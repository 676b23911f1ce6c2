"""What does an offer come to, line by line, and what is left of it for us?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from erp.products.tables import Product
from kit.i18n import _
from kit.money import ZERO, line_net, round_amount
from kit.operations import BusinessError, Context

RATE = Decimal("0.0000000001")
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Offered:
    """A line as somebody asks for it; without a price it is the product's own."""

    product: int
    quantity: Decimal
    unit_price: Decimal | None
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Priced:
    product: Product
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    net: Decimal


def priced(ctx: Context, lines: list[Offered], discount: Decimal, currency: str) -> list[Priced]:
    """Each line with its price and both discounts. Raises PRICE_MISSING, and BELOW_FLOOR for a line that is sold below its cost."""
    keys = {line.product for line in lines}
    found = ctx.session.scalars(select(Product).where(Product.id.in_(sorted(keys)), Product.company_id == ctx.company_id))
    products = {product.id: product for product in found}
    return [_priced(line, products.get(line.product), discount, currency) for line in lines]


def _priced(line: Offered, product: Product | None, discount: Decimal, currency: str) -> Priced:
    if product is None:
        raise BusinessError("PRICE_MISSING", _("There is no product %(key)s here.") % {"key": line.product})
    price = line.unit_price if line.unit_price is not None else product.unit_price
    if not price:
        raise BusinessError("PRICE_MISSING", _("“%(product)s” has no price. Give it one, or write it on the line.") % {"product": product.name})
    both = (WHOLE - (WHOLE - line.discount) * (WHOLE - discount)).quantize(RATE)
    net = line_net(line.quantity, price, both, currency)
    if net < round_amount(line.quantity * product.cost, currency):
        raise BusinessError("BELOW_FLOOR", _("“%(product)s” would be sold below its cost. Give less discount.") % {"product": product.name})
    return Priced(product, line.quantity, price, both, net)


def margin_of(net: Decimal, cost: Decimal) -> Decimal:
    """What is left of each krone, as a part of one; nothing where nothing is sold."""
    return ((net - cost) / net).quantize(Decimal("0.0001"), ROUND_HALF_UP) if net else ZERO
