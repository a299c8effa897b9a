from applications.corrections.models import Point, Round
from applications.lifecycle.models import Application


def open_points(application: Application) -> list[Point]:
    """What the applicant is asked to mend now, in the order the officers listed it."""
    return list(Point.objects.filter(round__application=application, round__answered_at=None).select_related("round"))


def rounds(application: Application) -> list[Round]:
    return list(Round.objects.filter(application=application).order_by("number").prefetch_related("points"))
