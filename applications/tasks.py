from applications.catalogue.tasks import publish_due
from applications.corrections.tasks import lapse_overdue
from applications.documents.tasks import sweep_uploads
from applications.drafting.tasks import sweep_drafts
from applications.lifecycle.tasks import refresh_medians
from applications.permits.tasks import render_letter, sweep_letters

__all__ = [
    "lapse_overdue",
    "publish_due",
    "refresh_medians",
    "render_letter",
    "sweep_drafts",
    "sweep_letters",
    "sweep_uploads",
]
