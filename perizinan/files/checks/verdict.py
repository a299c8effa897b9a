from dataclasses import asdict, dataclass, field
from typing import Any


class Refuse(Exception):
    """Ends a check: `code` is a key of problems.PROBLEMS."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Verdict:
    problem: str = ""
    content_type: str = ""
    remarks: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    attachments: list[tuple[int, int]] = field(default_factory=list)  # (offset, length) in the extracted bytes

    def remark(self, code: str) -> None:
        if code not in self.remarks:
            self.remarks.append(code)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Verdict":
        verdict = cls(**data)
        verdict.attachments = [(int(offset), int(length)) for offset, length in verdict.attachments]
        return verdict
