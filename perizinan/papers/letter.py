from pydantic import Field

from perizinan.papers.base import Letterhead, Paper, Row, Text

TEST_BAND = "CONTOH. Ditandatangani dengan otoritas uji portal, bukan BSrE. Bukan surat sungguhan."


class LetterData(Paper):
    """Every word of an issued letter. Who signed is said by `signature_line`, from `Signer.describe()`."""

    kop: Letterhead
    title: Text
    number: Text
    basis: list[Text] = []
    opening: Text
    holder: list[Row] = Field(min_length=1)
    subject_opening: Text = "Untuk:"
    subject: list[Row] = []
    conditions_opening: Text = "Dengan syarat-syarat sebagai berikut:"
    conditions: list[Text] = []
    validity: Text
    place: Text
    date_text: Text
    on_behalf: Text = ""
    position: Text
    signer_name: Text
    signer_rank: Text = ""
    signer_nip: Text = ""
    copies: list[Text] = []
    qr_url: str
    verify_address: Text
    code: Text
    signature_line: Text
    test_band: Text | None = None
