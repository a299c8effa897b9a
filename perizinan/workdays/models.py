from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from perizinan.workdays import remembered

PACKAGE = "paket holidays"  # how the source of a row starts while nobody of the office has touched it
OFFICE = "kantor"


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def closing_the_office(self) -> "HolidayQuerySet":
        return self.exclude(kind=Holiday.Kind.WORKED)

    def in_years(self, first: int, last: int) -> "HolidayQuerySet":
        return self.filter(day__year__gte=first, day__year__lte=last)

    def untouched(self) -> "HolidayQuerySet":
        return self.filter(source__startswith=PACKAGE)


class Holiday(models.Model):
    class Kind(models.TextChoices):
        PUBLIC = "public", _("Libur nasional")
        JOINT_LEAVE = "joint_leave", _("Cuti bersama")
        # how the office strikes a day out: a deleted row would come back with the next seed
        WORKED = "worked", _("Tetap hari kerja")

    day = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind, default=Kind.PUBLIC)
    source = models.CharField(_("sumber"), max_length=120, default=OFFICE, help_text=_("Misalnya nomor SKB 3 Menteri."))

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A row saved one by one is the office's word from then on; the seed writes in bulk."""
        if self.source.startswith(PACKAGE):
            self.source = OFFICE
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "source"}
        super().save(*args, **kwargs)
        self._forget()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._forget()
        return super().delete(*args, **kwargs)

    def _forget(self) -> None:
        transaction.on_commit(partial(remembered.forget, [self.day.year]), robust=True)
