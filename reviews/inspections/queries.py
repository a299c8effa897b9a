from applications.lifecycle.models import Application
from reviews.inspections.models import StageReport


def reports_of(application: Application) -> list[StageReport]:
    """Of all visits and payments so far, oldest first, with their stage and scan."""
    found = StageReport.objects.filter(item__application=application)
    return list(found.select_related("item__unit", "scan").order_by("at", "pk"))
