"""The answers of a case as its applicant reads them.

What officers fill in stays theirs until the permit is issued: until then it is work in progress that another round
may change, and half of it would read like a decision. Afterwards it is part of the permit and shown with the rest.
"""

from collections.abc import Mapping
from typing import Any

from applications.answers.format import SummarySection, summary_rows
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status


def sections_to_read(case: Application, given: Mapping[str, Any]) -> list[SummarySection]:
    rows = summary_rows(case.spec, given)
    return [row for row in rows if row.section.stage is None or case.status == Status.ISSUED]
