"""Operations: what a service task calls, once and only once."""

from kit.operations.call import Done, Failed, Outcome, Refused, call, undo
from kit.operations.context import BusinessError, Context, Outside
from kit.operations.ledger import Entry, write
from kit.operations.outside import compute, recall, record
from kit.operations.registry import Operation, all_operations, get, known, operation
from kit.operations.tables import ServiceCall

__all__ = [
    "BusinessError",
    "Context",
    "Done",
    "Entry",
    "Failed",
    "Operation",
    "Outcome",
    "Outside",
    "Refused",
    "ServiceCall",
    "all_operations",
    "call",
    "compute",
    "get",
    "known",
    "operation",
    "recall",
    "record",
    "undo",
    "write",
]
