from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody may act as. A stage of a permit type names a role and a unit."""

    APPLICANT = "applicant", _("Pemohon")
    COUNTER = "counter", _("Petugas loket")
    VERIFIER = "verifier", _("Verifikator")
    TECHNICAL = "technical", _("OPD teknis")
    INSPECTOR = "inspector", _("Tim teknis")
    ENDORSER = "endorser", _("Kepala bidang")
    HEAD = "head", _("Kepala dinas")
    TREASURER = "treasurer", _("Bendahara penerimaan")
    CONSULTANT = "consultant", _("Petugas konsultasi")
    ADMIN = "admin", _("Admin sistem")
    AUDITOR = "auditor", _("Auditor")


# Everybody with a login may apply for a permit; every other role needs a grant.
OFFICE_ROLES: frozenset[Role] = frozenset(Role) - {Role.APPLICANT}
