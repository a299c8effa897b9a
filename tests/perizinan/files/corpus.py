"""The table of files: what each is, how it is made, and what the portal must say to it."""

from tests.perizinan.files.corpus_active_pdf import ACTIVE_PDF, BURSTING_PDF, CARRYING_PDF, LOCKED_PDF
from tests.perizinan.files.corpus_broken import CUT_PDF, JOINED_PDF, OTHER_KINDS
from tests.perizinan.files.corpus_photos import HOSTILE_PHOTO, VALID_PHOTO
from tests.perizinan.files.corpus_valid_pdf import VALID_PDF

GROUPS = {
    "pdf": VALID_PDF, "active pdf": ACTIVE_PDF, "pdf with cargo": CARRYING_PDF, "locked pdf": LOCKED_PDF,
    "bursting pdf": BURSTING_PDF, "cut pdf": CUT_PDF, "joined pdf": JOINED_PDF, "other kind": OTHER_KINDS,
    "photo": VALID_PHOTO, "hostile photo": HOSTILE_PHOTO,
}  # fmt: skip
CORPUS = {f"{group}: {name}": file for group, files in GROUPS.items() for name, file in files.items()}
