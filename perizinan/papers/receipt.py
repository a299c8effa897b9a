from perizinan.papers.base import Letterhead, Paper, Row, Text

DEMO_BAND = "CONTOH. Situs contoh, bukan permohonan sungguhan."


class NextStep(Paper):
    when: Text
    what: Text


class DocumentLine(Paper):
    requirement: Text
    file_name: Text
    sha256: Text


class ReceiptData(Paper):
    """`facts` are the rows under the number: type, applicant, when received, where, for whom."""

    kop: Letterhead
    number: Text
    tracking_code: Text
    facts: list[Row]
    next_steps: list[NextStep]
    documents: list[DocumentLine] = []
    qr_url: str
    track_address: Text
    help_line: Text
    demo_band: Text | None = None
