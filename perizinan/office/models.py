from datetime import time
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from perizinan.office import remembered

THE_ONE = 1


class OfficeProfile(models.Model):
    """The only row. Its defaults are examples that the office replaces."""

    # who and where
    name = models.CharField(_("nama pendek"), max_length=80, default="DPMPTSP Kabupaten Mojokerto")
    agency_line = models.CharField(
        _("nama instansi pada kop surat"),
        max_length=120,
        default="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    )
    address = models.CharField(_("alamat"), max_length=200, default="Jalan Contoh 1, Mojokerto")
    phone = models.CharField(_("telepon"), max_length=30, default="0321 000 000")
    whatsapp = models.CharField(_("WhatsApp"), max_length=30, default="0812 0000 0000")
    email = models.EmailField(_("pos-el"), default="contoh@dpmptsp.invalid")
    website = models.CharField(_("laman"), max_length=120, default="dpmptsp.invalid (contoh)")
    city_office_url = models.URLField(
        _("alamat situs DPMPTSP Kota Mojokerto"),
        blank=True,
        default="",
        help_text=_("Kosong: halaman menyebut kantornya tanpa tautan."),
    )

    # when
    hours_text = models.CharField(
        _("jam layanan"), max_length=160, default="Senin–Kamis 07.30–15.30 WIB, Jumat 07.30–14.30 WIB"
    )
    open_time = models.TimeField(_("buka"), default=time(7, 30))
    close_time = models.TimeField(_("tutup"), default=time(15, 30))
    friday_close_time = models.TimeField(_("tutup hari Jumat"), default=time(14, 30))

    # who signs, and how letters are numbered
    head_name = models.CharField(_("nama kepala dinas"), max_length=120, default="Nama Kepala Dinas (contoh)")
    head_title = models.CharField(
        _("jabatan pada surat"), max_length=160, default="Kepala DPMPTSP Kabupaten Mojokerto (contoh)"
    )
    head_rank = models.CharField(_("pangkat"), max_length=80, default="Pembina Utama Muda (contoh)")
    head_nip = models.CharField(_("NIP"), max_length=30, default="00000000 000000 0 000")
    unit_code = models.CharField(_("kode unit pada nomor surat"), max_length=30, default="CONTOH")
    letter_place = models.CharField(_("tempat penetapan surat"), max_length=60, default="Mojokerto")

    class Meta:
        verbose_name = _("profil kantor")
        verbose_name_plural = _("profil kantor")
        constraints = [
            models.CheckConstraint(condition=Q(pk=THE_ONE), name="office_profile_is_one_row"),
            models.CheckConstraint(
                condition=Q(close_time__gt=models.F("open_time"), friday_close_time__gt=models.F("open_time")),
                name="office_closes_after_it_opens",
                violation_error_message=_("Jam tutup harus sesudah jam buka."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = THE_ONE
        super().save(*args, **kwargs)
        transaction.on_commit(remembered.forget, robust=True)

    @property
    def hours(self) -> str:
        """The office's own words; another language is told the times below them."""
        if get_language() == settings.LANGUAGE_CODE:
            return self.hours_text
        said = gettext("Senin–Kamis %(open)s–%(close)s, Jumat %(open)s–%(friday)s WIB")
        times = {"open": self.open_time, "close": self.close_time, "friday": self.friday_close_time}
        return said % {name: f"{at:%H:%M}" for name, at in times.items()}
