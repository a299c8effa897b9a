from applications.corrections.tasks import lapse_overdue
from applications.permits.tasks import render_letter, sweep_letters

__all__ = ["lapse_overdue", "render_letter", "sweep_letters"]
