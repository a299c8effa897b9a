"""All checks of one document, in the child: bytes in, verdict out."""

from typing import IO, Any

from perizinan.files.checks.attachments import Extractor
from perizinan.files.checks.images import check_image
from perizinan.files.checks.kind import decide_kind
from perizinan.files.checks.pdf import check_pdf
from perizinan.files.checks.verdict import Refuse, Verdict


def inspect(source: IO[bytes], extracted: IO[bytes], *, name: str, accept: list[str]) -> dict[str, Any]:
    source.seek(0)
    data = source.read()
    extractor = Extractor(extracted)
    verdict = Verdict()
    try:
        kind = decide_kind(data, name=name, accept=accept, verdict=verdict)
        if kind.is_image:
            check_image(data, kind=kind, verdict=verdict)
        else:
            check_pdf(data, extractor=extractor, verdict=verdict)
    except Refuse as refused:
        verdict.problem = refused.code
        verdict.facts.update(refused.facts)
    extracted.flush()
    verdict.attachments = extractor.pieces
    return verdict.as_json()
