"""Sayable case numbers, `26-0048-270`: year, six running digits, Damm check digit. Pure."""

import re
import secrets

# The quasigroup of H. Michael Damm's thesis (2004): finds every single wrong digit and every adjacent swap.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
# Letters and digits nobody confuses when read aloud or in print: no 0 O 1 I L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def case_number(year: int, running: int) -> str:
    digits = f"{year % 100:02}{running % 1_000_000:06}"
    digits += str(_damm(digits))
    return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"


def read(typed: str) -> str | None:
    """The number as we write it, or None when a digit is wrong or missing. Dashes and blanks do not matter."""
    digits = re.sub(r"[\s\-./]", "", typed)
    if not re.fullmatch(r"[0-9]{9}", digits) or _damm(digits) != 0:
        return None
    return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(typed: str) -> str:
    return re.sub(r"[\s\-.]", "", typed).upper()
