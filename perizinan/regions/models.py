from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    class Level(models.TextChoices):
        PROVINCE = "province", _("Provinsi")
        REGENCY = "regency", _("Kabupaten/Kota")
        DISTRICT = "district", _("Kecamatan")
        VILLAGE = "village", _("Desa/Kelurahan")

    class Kind(models.TextChoices):
        DESA = "desa", _("Desa")
        KELURAHAN = "kelurahan", _("Kelurahan")

    code = models.CharField(_("kode wilayah"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    level = models.CharField(_("tingkat"), max_length=8, choices=Level)
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        indexes = [models.Index(fields=["parent", "name"], name="region_by_parent_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="village", kind__in=["desa", "kelurahan"])
                | (~models.Q(level="village") & models.Q(kind="")),
                name="region_only_villages_have_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name
