"""What may be shown of a number or an address, and how to find numbers that must not be kept."""

import re

DOT = "•"
# Sixteen digits, alone or in groups of four. Letters on either side mean a hash or an id, not a NIK.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{4}(?:[ .\u00a0]?\d{4}){3}(?![0-9A-Za-z])")


def mask(last4: str) -> str:
    return f"{DOT * 6}{last4}"


def mask_address(address: str) -> str:
    """0812•••••90 for a phone, ay•••@contoh.id for e-mail."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:2] if len(name) > 2 else name[:1]}{DOT * 3}@{domain}"
    if len(address) < 8:
        return DOT * len(address)
    return f"{address[:4]}{DOT * (len(address) - 6)}{address[-2:]}"


def holds_number(text: str) -> bool:
    return _NUMBER.search(text) is not None


def mask_numbers(text: str) -> str:
    return _NUMBER.sub(lambda found: mask(found.group()[-4:]), text)
