"""A signed letter in the hands of somebody who trusts nobody: pyHanko and poppler judge it, not the portal."""

import io
import re
import subprocess
from pathlib import Path

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.journeys.apart import apart


def accepted(pdf: bytes, root: Path) -> bool:
    """One signature over the whole file, intact, by somebody the root vouches for."""
    try:
        [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        trust = ValidationContext(trust_roots=[load_cert_from_pemder(str(root))])
        status = apart(validate_pdf_signature, signature, signer_validation_context=trust)
    except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return False
    return status.bottom_line and signature.coverage.name == "ENTIRE_FILE"


def signed_range(pdf: bytes) -> list[int]:
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", pdf)
    assert found
    begin, length, second, second_length = (int(number) for number in found.groups())
    return [*range(begin, begin + length), *range(second, second + second_length)]


def flipped(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def pdfsig(path: Path) -> str:
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def printed(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
