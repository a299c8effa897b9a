from reviews.checklists.models import Verdict
from reviews.inspections.models import StageReport

__all__ = ["StageReport", "Verdict"]
