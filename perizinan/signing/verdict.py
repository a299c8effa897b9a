from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """`valid` is the whole verdict: one signature, intact, trusted, time-stamped, over the whole file."""

    valid: bool
    intact: bool
    trusted: bool
    covers_whole_file: bool
    signer_name: str
    signed_at: datetime | None


UNREADABLE = Verification(
    valid=False, intact=False, trusted=False, covers_whole_file=False, signer_name="", signed_at=None
)
