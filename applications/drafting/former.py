"""The permit that a renewal, an amendment, a duplicate or a revocation is about."""

import datetime

from applications.answers.carrying import Carried, carry
from applications.answers.queries import answers_of, saved
from applications.catalogue.schema import Kind, PermitTypeSpec
from applications.lifecycle.models import Application
from applications.permits.models import Permit
from applications.permits.predecessors import numbered, types_before
from perizinan.accounts.models import User


class NoSuchPermit(Exception):
    """The number is one of ours, but no permit of this person and this type."""


class OtherHolder(Exception):
    """Nobody asks in one name for something about a permit in another."""


class PermitEnded(Exception):
    """Replaced or revoked already. Carries the permit."""

    def __init__(self, permit: Permit) -> None:
        super().__init__(permit)
        self.permit = permit


def permits_of(user: User, slug: str, today: datetime.date) -> list[Permit]:
    """What somebody may ask something about: their own, of their businesses, of who gave them a power; newest first."""
    return list(
        Permit.objects.filter(
            application__in=Application.objects.of_applicant(user, today).values("pk"),
            application__version__permit_type__slug__in=types_before(slug),
            state=Permit.State.SEALED,
            ended_how="",
        )
        .exclude(application__kind=Kind.REVOCATION)  # a letter that ends a permit is none
        .select_related("application__applicant", "application__village__parent")
        .order_by("-approved_at", "-pk")
    )


def permit_named(user: User, slug: str, number: str, today: datetime.date) -> Permit | None:
    """None when this portal never gave that number: a paper from before. Raises NoSuchPermit, PermitEnded."""
    found = numbered(number)
    if found is None:
        return None
    mine = next((permit for permit in permits_of(user, slug, today) if permit.pk == found.pk), None)
    if mine is not None:
        return mine
    own = Application.objects.of_applicant(user, today).filter(pk=found.application_id)
    if found.ended_how and own.filter(version__permit_type__slug__in=types_before(slug)).exists():
        raise PermitEnded(found)
    raise NoSuchPermit


def answers_for(target: PermitTypeSpec, source: Application) -> Carried:
    """The applicant's answers of another case in this form. What nobody was asked there is not shown as left over."""
    spec = source.spec
    own = {field.key for section in spec.applicant_sections() for field in section.fields}
    answers = saved(source, source.round)
    data = {key: value for key, value in (answers.data if answers else {}).items() if key in own}
    found, asked = carry(spec, target, data), answers_of(source, source.round).keys()
    return Carried(found.data, [left for left in found.left if left.key.partition(".")[0] in asked])
