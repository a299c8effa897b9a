from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from perizinan.accounts.roles import OFFICE_ROLES, Role
from perizinan.regions.models import Region
from perizinan.vault import EncryptedField


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        *,
        email: str | None = None,
        phone: str | None = None,
        name: str,
        password: str | None = None,
        **extra: Any,
    ) -> User:
        user = self.model(email=email, phone=phone, name=name, **extra)
        user.set_password(password)  # None: no usable password, sign-in by code
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None) -> User:
        """For `manage.py createsuperuser`; what somebody may do in the office is a RoleGrant."""
        return self.create_user(email=email, name=name, password=password, is_staff=True, is_superuser=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. A phone number or an e-mail address identifies it; a password is optional."""

    name = models.CharField(_("nama"), max_length=150)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("nomor ponsel"), max_length=16, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(_("nomor ponsel terbukti"), default=False)
    language = models.CharField(_("bahasa"), max_length=2, choices=settings.LANGUAGES, default="id")
    is_staff = models.BooleanField(_("pegawai"), default=False)
    is_active = models.BooleanField(_("aktif"), default=True)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.CheckConstraint(
                name="user_reachable",
                condition=Q(email__isnull=False) | Q(phone__isnull=False),
                violation_error_message=_("Isi e-mail atau nomor ponsel."),
            ),
            models.CheckConstraint(name="user_email_lower", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="user_phone_e164", condition=Q(phone__regex=r"^\+[1-9][0-9]{5,14}$")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"pengguna {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Forms and allauth write "" for "none"; two empty addresses must not collide.
        self.email = self.email.lower() if self.email else None
        self.phone = self.phone or None
        super().save(*args, **kwargs)

    def get_short_name(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of the office, or another agency that takes part in a permit."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("Bagian kantor")
        AGENCY = "agency", _("OPD teknis")

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    short_name = models.CharField(_("nama pendek"), max_length=40)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices, default=Kind.OFFICE)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("unit")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"unit {self.code}"


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def on(self, day: datetime.date) -> RoleGrantQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class RoleGrant(models.Model):
    """May this person act as that role for that unit, from when to when, and for whom."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants", verbose_name=_("pengguna"))
    role = models.CharField(_("peran"), max_length=12, choices=[(r.value, r.label) for r in Role if r in OFFICE_ROLES])
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="grants",
        null=True,
        blank=True,
        verbose_name=_("unit"),
        help_text=_("Kosong: berlaku untuk semua unit."),
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    acting_for = models.CharField(
        _("atas nama"), max_length=150, blank=True, help_text=_("Hanya untuk Plt. atau Plh.: jabatan yang diwakili.")
    )
    decree = models.CharField(_("surat keputusan"), max_length=150, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan peran")
        verbose_name_plural = _("penugasan peran")
        indexes = [models.Index(fields=["role", "unit"], name="rolegrant_role_unit")]
        constraints = [
            models.CheckConstraint(
                name="rolegrant_dates",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Tanggal sampai tidak boleh sebelum tanggal mulai."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

    @property
    def audit_label(self) -> str:
        return f"penugasan {self.pk} ({self.role})"


class Party(models.Model):
    """A person or a business, with or without a login: the one a permit is given to."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Perorangan")
        BUSINESS = "business", _("Badan usaha")

    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField(_("nama"), max_length=150)
    nik = EncryptedField(_("NIK"), null=True, blank=True)
    nik_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    nik_last4 = models.CharField(max_length=4, blank=True, editable=False)
    npwp = EncryptedField(_("NPWP"), null=True, blank=True)
    npwp_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    npwp_last4 = models.CharField(max_length=4, blank=True, editable=False)
    nib = models.CharField(_("NIB"), max_length=13, blank=True, db_index=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    village = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("desa atau kelurahan")
    )
    phone = models.CharField(_("telepon"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="party", null=True, blank=True, verbose_name=_("pengguna")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("pemohon")
        verbose_name_plural = _("pemohon")
        constraints = [
            models.CheckConstraint(name="party_nib", condition=Q(nib="") | Q(nib__regex=r"^[0-9]{13}$")),
            models.CheckConstraint(name="party_login_person", condition=Q(user__isnull=True) | Q(kind="person")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"pemohon {self.pk}"


class Membership(models.Model):
    """This person acts for that business."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    position = models.CharField(_("jabatan"), max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "user"], condition=Q(ended_at__isnull=True), name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.party}"


class PowerOfAttorney(models.Model):
    """This person was empowered by that party to file for it."""

    principal = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="powers")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="powers")
    letter = models.CharField(_("surat kuasa"), max_length=150, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="power_dates", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.principal}"
