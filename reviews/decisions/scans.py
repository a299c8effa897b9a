"""Another scan of a report, once the checks refused the one before: the report itself stays as it was written."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from applications.lifecycle import moves
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.ownership import OwnCase, is_own
from perizinan.accounts.models import User
from perizinan.accounts.queries import grant_for
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record
from reviews.inspections import actions as inspections
from reviews.inspections.models import ReportScan, StageReport


def add_scan(*, report_id: int, scan: "UploadedFile[Any]", by: User, now: datetime) -> ReportScan:
    """By who holds the role and unit of the stage today, whoever wrote the report. Raises files.Refused."""
    with inspections.scan_in(scan, now=now) as taken, transaction.atomic(durable=True):
        assert taken is not None, "a scan was given"
        application = moves.lock(StageReport.objects.values_list("item__application_id", flat=True).get(pk=report_id))
        report = StageReport.objects.select_related("item__unit", "scan").get(pk=report_id)
        if not application.open:
            raise NotYourMove("the case is closed")
        grant = grant_for(by, Role(report.item.role), report.item.unit, timezone.localdate(now))
        if grant is None:
            raise NotYourMove("not a report of this officer's stage")
        if is_own(application, by):
            raise OwnCase
        if not report.scan_refused:
            raise NotYourMove("only a scan that the checks refused is followed by another")
        added = inspections.add_scan(report=report, scan=taken, by=by, now=now)
        data = {"stage": report.item.stage_key, "scan": added.pk}
        record(verb="case.scan", by=by, subject=report, now=now, behalf=grant.acting_for, data=data)
    return added
