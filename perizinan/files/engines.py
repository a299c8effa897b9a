"""What stands in `StoredFile.engine`, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from perizinan.files.kept import ENGINE
from perizinan.web.texts import tanggal


def in_words(engine: str) -> str:
    """`ClamAV 1.4.6/27600/Mon Nov 23 08:20:11 2026` -> "ClamAV 1.4.6, tanda virus 23 November 2026"."""
    if engine == ENGINE:
        return _("Dibuat portal sendiri")
    name, _signatures, signed = (*engine.split("/", 2), "", "")[:3]
    try:
        day = datetime.strptime(signed, "%a %b %d %H:%M:%S %Y")  # clamd names no zone; the day is shown
    except ValueError:
        return engine
    return _("%(engine)s, tanda virus %(day)s") % {"engine": name, "day": tanggal(day.date())}
