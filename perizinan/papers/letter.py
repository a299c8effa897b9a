"""What a letter and a decree are made of. Templates of older sets read the same data: fields are only ever added."""

from typing import Self

from pydantic import Field, model_validator

from perizinan.papers.base import Letterhead, Paper, Row, Text

TEST_BAND = "CONTOH. Ditandatangani dengan otoritas uji portal, bukan BSrE. Bukan surat sungguhan."


class Table(Paper):
    """Rows that an applicant listed; every row has a cell for each head."""

    title: Text
    heads: list[Text] = Field(min_length=1)
    rows: list[list[Text]] = Field(min_length=1)

    @model_validator(mode="after")
    def _even(self) -> Self:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError(f"{self.title}: every row needs {len(self.heads)} cells")
        return self


class Issued(Paper):
    """Who signed is said by `signature_line`, from `Signer.describe()`."""

    kop: Letterhead
    title: Text
    number: Text
    basis: list[Text] = []
    subject: list[Row] = []
    tables: list[Table] = []
    conditions: list[Text] = []
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
    watermark: Text | None = None


class LetterData(Issued):
    """Every word of an issued letter."""

    opening: Text
    holder: list[Row] = Field(min_length=1)
    subject_opening: Text = "Untuk:"
    conditions_opening: Text = "Dengan syarat-syarat sebagai berikut:"
    validity: Text


class DecreeData(Issued):
    """Every word of a decree. The last ruling says from when it holds."""

    about: Text
    maker: Text
    considering: list[Text] = Field(min_length=1)
    noting: list[Text] = []
    holder: list[Row] = []
    subject_opening: Text = ""
    conditions_opening: Text = "Syarat-syarat:"
    rulings: list[Row] = Field(min_length=2)
