from reviews.checklists.models import Verdict

__all__ = ["Verdict"]
