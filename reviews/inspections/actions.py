"""Writing the report of a stage, and bringing another scan. Inner verbs: the caller holds the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from applications.lifecycle.models import WorkItem
from perizinan.accounts.models import User
from perizinan.files import actions as files
from reviews.inspections import rules
from reviews.inspections.models import ReportScan, StageReport

SCAN_KINDS = ("pdf", "jpg", "png", "webp", "heic")


class ReportWrong(Exception):
    """The report cannot be right; carries a sentence for each field."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


def report_visit(
    *,
    item: WorkItem,
    on: date,
    result: str,
    note: str,
    scan: "files.Received | None",
    by: User,
    now: datetime,
) -> StageReport:
    sent_at = item.application.submitted_at
    assert sent_at is not None, "only sent cases have stages"
    _refuse(
        rules.of_visit(
            on=on,
            result=result,
            note=note,
            has_scan=scan is not None,
            sent_on=timezone.localdate(sent_at),
            today=timezone.localdate(now),
        )
    )
    return _write(item, on=on, result=result, amount=None, note=note, scan=scan, by=by, now=now)


def report_payment(
    *,
    item: WorkItem,
    on: date,
    amount: int,
    expected: int | None,
    note: str,
    scan: "files.Received | None",
    by: User,
    now: datetime,
) -> StageReport:
    """`expected`: the charge as the type counts it, where it does."""
    today = timezone.localdate(now)
    _refuse(rules.of_payment(on=on, amount=amount, expected=expected, note=note, today=today))
    return _write(item, on=on, result=StageReport.Result.PAID, amount=amount, note=note, scan=scan, by=by, now=now)


def add_scan(*, report: StageReport, scan: "files.Received", by: User, now: datetime) -> ReportScan:
    stored = files.enter(scan, by=by, now=now)
    return ReportScan.objects.create(report=report, stored=stored, by=by, by_name=by.name, at=now)


@contextmanager
def scan_in(scan: "UploadedFile[Any] | None", *, now: datetime) -> "Iterator[files.Received | None]":
    """The bytes of a scan, if there is one, before the transaction of its report. Raises files.Refused."""
    if scan is None:
        yield None
        return
    with files.taken_in(scan, now=now, max_bytes=settings.FILES_MAX_BYTES, accept=SCAN_KINDS) as received:
        yield received


def _refuse(sentences: dict[str, str]) -> None:
    if sentences:
        raise ReportWrong(sentences)


def _write(
    item: WorkItem,
    *,
    on: date,
    result: str,
    amount: int | None,
    note: str,
    scan: "files.Received | None",
    by: User,
    now: datetime,
) -> StageReport:
    return StageReport.objects.create(
        item=item,
        on=on,
        result=result,
        amount=amount,
        note=note.strip(),
        scan=files.enter(scan, by=by, now=now) if scan is not None else None,
        by=by,
        by_name=by.name,
        at=now,
    )
