import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from applications.catalogue.models import Version, spec_of
from applications.catalogue.schema import Kind, PermitTypeSpec, Stage
from applications.lifecycle.states import CLOSED, Clock, Status, WaitingOn
from perizinan.accounts.models import Party, Unit, User
from perizinan.accounts.queries import Capacity, businesses_of, grants_of, principals_of
from perizinan.accounts.roles import Role
from perizinan.regions.models import Region


class ApplicationQuerySet(models.QuerySet["Application"]):
    def of_applicant(self, user: User, on: datetime.date) -> Self:
        """Cases that belong to a person, to a business they are a member of, or that they filed. Who filed for a
        business or by a power of attorney sees the case for as long as they may act for it."""
        businesses, principals = businesses_of(user), principals_of(user, on)
        may_act = (
            ~Q(capacity__in=[Capacity.BUSINESS, Capacity.POWER])
            | Q(capacity=Capacity.BUSINESS, applicant__in=businesses)
            | Q(capacity=Capacity.POWER, applicant__in=principals)
        )
        # three index scans; one OR over these columns would read the whole table
        filed, own, business = (
            Application.objects.filter(whose).values("pk")
            for whose in (Q(filed_by=user) & may_act, Q(applicant__user=user), Q(applicant__in=businesses))
        )
        return self.filter(pk__in=filed.union(own, business))

    def for_staff(self, user: User, on: datetime.date) -> Self:
        """Cases an officer may read on that day: any work item, open or closed, of their units; HEAD, AUDITOR and
        grants for every unit all; ADMIN none. Drafts are nobody's business but the applicant's."""
        sent = self.exclude(status=Status.DRAFT).exclude(submitted_at=None)
        grants = [grant for grant in grants_of(user, on) if grant.role != Role.ADMIN]
        if any(grant.role in (Role.HEAD, Role.AUDITOR) or grant.unit_id is None for grant in grants):
            return sent
        items = WorkItem.objects.filter(application=OuterRef("pk"), unit__in={grant.unit_id for grant in grants})
        return sent.filter(Exists(items))


class Application(models.Model):
    number = models.CharField(max_length=11, unique=True)
    tracking_code = models.CharField(max_length=6, default="", blank=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.SELF)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind], default=Kind.NEW)
    former_number = models.CharField(max_length=100, default="", blank=True)  # the permit a renewal etc. is about
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # once transferred
    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300, default="", blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    waiting_on = models.CharField(max_length=10, choices=WaitingOn.choices, default=WaitingOn.APPLICANT)
    stage_key = models.CharField(max_length=40, default="", blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    complete_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # of the clock that runs now: completeness until complete_at, then the legal one; all null while none runs
    due_on = models.DateField(null=True)
    amber_on = models.DateField(null=True)
    red_on = models.DateField(null=True)
    correction_due_on = models.DateField(null=True)
    refusal_reason = models.CharField(max_length=300, default="", blank=True)
    refusal_text = models.TextField(default="", blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.WITHDRAWN, Status.LAPSED]) | Q(submitted_at__isnull=False),
                name="sent_cases_have_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, closed_at__isnull=False) | (~Q(status__in=CLOSED) & Q(closed_at=None)),
                name="closed_cases_have_a_date",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["filed_by", "-created_at", "-id"], name="application_filed_by"),
            models.Index(fields=["applicant", "-created_at", "-id"], name="application_applicant"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_label(self) -> str:
        return self.number

    @property
    def spec(self) -> PermitTypeSpec:
        return spec_of(self.version_id)

    @property
    def open(self) -> bool:
        return self.status not in CLOSED


class StatusChange(models.Model):
    """One row per move: the applicant's timeline and the record of who moved the case. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    stage_key = models.CharField(max_length=40, default="")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200, default="")
    acting_for = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    count = models.PositiveSmallIntegerField(default=0)  # points returned or answered

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "-at", "-id"], name="change_timeline"),
        ]


class WorkItem(models.Model):
    """One row per stage of a case, open while it waits for its unit; all the queue shows stands here."""

    # db_index: `item_of_case` begins with it
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="items", db_index=False)
    stage_key = models.CharField(max_length=40)
    stage_kind = models.CharField(max_length=20)
    stage_name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()  # 1-based place among the bricks
    positions = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="", blank=True)
    note = models.TextField(default="", blank=True)  # the unit's advice, read by officers
    # --- the row of the queue, denormalised by moves.py
    number = models.CharField(max_length=11)
    applicant_name = models.CharField(max_length=200)
    type_name = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    rounds = models.PositiveSmallIntegerField(default=0)
    waiting_on = models.CharField(max_length=10, choices=WaitingOn.choices)
    waiting_since = models.DateTimeField()
    sort_on = models.DateField()  # due_on, or while the clock rests the date it would be: keeps the order total
    due_on = models.DateField(null=True)
    amber_on = models.DateField(null=True)
    red_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "stage_key"], condition=Q(closed_at=None), name="one_open_item_per_stage"
            ),
            models.CheckConstraint(
                condition=(Q(closed_at=None) & Q(outcome="")) | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_items_have_an_outcome",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["officer", "sort_on", "id"], condition=Q(closed_at=None, waiting_on="unit"), name="queue_mine"
            ),
            models.Index(
                fields=["unit", "sort_on", "id"], condition=Q(closed_at=None, waiting_on="unit"), name="queue_unit"
            ),
            models.Index(
                fields=["unit", "role", "sort_on", "id"],
                condition=Q(closed_at=None, waiting_on="unit", officer=None),
                name="queue_unclaimed",
            ),
            models.Index(
                fields=["unit", "sort_on", "id"],
                condition=Q(closed_at=None, waiting_on="applicant"),
                name="queue_waiting",
            ),
            models.Index(fields=["unit", "-opened_at", "-id"], name="queue_all"),
            # "is this the latest stage of its case (in these units)?", without touching the rows
            models.Index(fields=["application", "unit", "id"], name="item_of_case"),
        ]

    @property
    def stage(self) -> Stage:
        """With its names in every language; the columns of the queue keep the Indonesian ones."""
        return self.application.spec.stage(self.stage_key)

    @property
    def open(self) -> bool:
        return self.closed_at is None


class ClockInterval(models.Model):
    """A stretch of time that counts as the office's. Open while the clock runs; what lies between is not ours."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="intervals")
    clock = models.CharField(max_length=12, choices=Clock.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    start_reason = models.CharField(max_length=20)  # the verb that started it
    end_reason = models.CharField(max_length=20, default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_on=None), name="one_running_clock"),
        ]
