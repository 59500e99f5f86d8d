"""Owns the one form in which each kind of identifier is kept and looked for.

Both sides of a look-up have to go through `canonical`; it reads nothing and hashes nothing.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
import uuid
from enum import StrEnum


class Kind(StrEnum):
    """What a typed text may be, beside a name. Where a keyed look-up has the kind, it is its."""

    CASE_CODE = "case_code"
    JOURNEY_ID = "journey_id"
    PROVIDER_ID = "provider_id"
    REFERENCE = "reference"
    APPLICANT = "applicant"
    DOCUMENT_NUMBER = "document_number"
    PERSONAL_NUMBER = "personal_number"
    EMAIL = "email"
    PHONE = "phone"
    IP = "ip"
    BIRTH_DATE = "birth_date"


def canonical(kind: Kind, value: str) -> str:
    """`value` as it is compared; empty where it cannot be of this kind at all.

    A day is taken as given (ISO); ids keep their case; everything else loses it.
    """
    text = western(value).strip()
    match kind:
        case Kind.CASE_CODE:
            return re.sub(r"[\s-]", "", text).upper()
        case Kind.DOCUMENT_NUMBER | Kind.PERSONAL_NUMBER:
            return "".join(sign for sign in text.upper() if sign.isalnum())
        case Kind.EMAIL:
            return text.casefold()
        case Kind.PHONE:
            return _phone(text)
        case Kind.IP:
            return _ip(text)
        case Kind.REFERENCE:
            return text.casefold()
        case Kind.JOURNEY_ID:
            return _uuid(text)
        case _:
            return text


def western(text: str) -> str:
    """NFKC, without format signs, digits of every script as 0 to 9."""
    folded = unicodedata.normalize("NFKC", text)
    kept = (sign for sign in folded if unicodedata.category(sign) != "Cf")
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in kept
    )


def _phone(text: str) -> str:
    """Digits alone; neither + nor the 00 that stands for it, nor the (0) of national use."""
    digits = re.sub(r"\D", "", text.replace("(0)", "") if text.startswith(("+", "00")) else text)
    number = digits.removeprefix("00")
    # No number of any country goes on so.
    return "" if number.startswith("00") else number


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text)) if len(text) in (32, 36) else ""
    except ValueError:
        return ""


def _ip(text: str) -> str:
    """The shortest form; an IPv4 address written in IPv6 is the IPv4 one."""
    bare = text.strip("[]").partition("%")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
