"""How does a payment run look as a file for the bank? ISO 20022, pain.001.001.09."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree
from sepaxml import SepaTransfer

from kit import clock

SCHEMA = "pain.001.001.09"
NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"


@dataclass(frozen=True, slots=True)
class Payer:
    """Our own account."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """One transfer to one supplier."""

    name: str
    iban: str
    bic: str
    amount: Decimal
    text: str


def written(payer: Payer, number: str, pay_on: date, credits_: Sequence[Credit], currency: str) -> str:
    """The file, valid against its schema; the message is named by the run, so that the bank sees a second copy as one."""
    config: dict[str, object] = {"name": payer.name, "IBAN": payer.iban.replace(" ", ""), "batch": True, "currency": currency, "domestic": True}
    if payer.bic:
        config["BIC"] = payer.bic
    file = SepaTransfer(config, schema=SCHEMA, clean=True)
    for index, credit in enumerate(credits_, 1):
        payment: dict[str, object] = {
            "name": credit.name, "IBAN": credit.iban, "amount": int(credit.amount.scaleb(2)), "execution_date": pay_on,
            "description": credit.text[:140], "endtoend_id": f"{number}-{index}",
        }  # fmt: skip
        if credit.bic:
            payment["BIC"] = credit.bic
        file.add_payment(payment)
    return _named(file.export(validate=True), number)


def control_sum(bank_file: str) -> tuple[int, Decimal]:
    """How many transfers the file's header announces, and their sum."""
    root = etree.fromstring(bank_file.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    header = f"{{{NAMESPACE}}}CstmrCdtTrfInitn/{{{NAMESPACE}}}GrpHdr/{{{NAMESPACE}}}"
    return int(root.findtext(f"{header}NbOfTxs") or 0), Decimal(root.findtext(f"{header}CtrlSum") or 0)


def _named(exported: bytes, number: str) -> str:
    """The library names a message by chance and reads the clock itself; a run has its number and the house its clock."""
    root = etree.fromstring(exported, etree.XMLParser(resolve_entities=False, no_network=True))
    for tag, value in (("MsgId", number), ("PmtInfId", number), ("CreDtTm", clock.now().strftime("%Y-%m-%dT%H:%M:%S"))):
        found = root.find(f".//{{{NAMESPACE}}}{tag}")
        if found is not None:
            found.text = value
    return etree.tostring(root, encoding="unicode")
