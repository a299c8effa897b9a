from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from perizinan.papers.text import printable

Text = Annotated[str, AfterValidator(printable)]


class Paper(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Letterhead(Paper):
    government: Text = "Pemerintah Kabupaten Mojokerto"
    agency: Text = "Dinas Penanaman Modal dan\nPelayanan Terpadu Satu Pintu"
    address: Text
    phone: Text
    website: Text
    email: Text


class Row(Paper):
    label: Text
    value: Text
