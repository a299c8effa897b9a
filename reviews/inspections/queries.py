from django.db.models import Prefetch

from applications.lifecycle.models import Application
from reviews.inspections.models import ReportScan, StageReport


def reports_of(application: Application) -> list[StageReport]:
    """Of all visits and payments so far, oldest first, with their stage and scans."""
    found = StageReport.objects.filter(item__application=application)
    added = Prefetch("scans", ReportScan.objects.select_related("stored"))
    return list(found.select_related("item__unit", "scan").prefetch_related(added).order_by("at", "pk"))
