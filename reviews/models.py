from reviews.checklists.models import Verdict
from reviews.inspections.models import ReportScan, StageReport

__all__ = ["ReportScan", "StageReport", "Verdict"]
