"""Does every operation that posts to the books ask for more than the right to write records?"""

from __future__ import annotations

import erp.announced  # noqa: F401  it announces the operations
from api.erp.operations import NEEDS
from kit import operations


def test_every_finance_operation_asks_for_a_permission_of_its_own() -> None:
    finance = [each.name for each in operations.all_operations() if each.name.startswith("finance.")]

    assert [name for name in finance if name not in NEEDS] == []
