"""The sentences of this slice in the audit."""

from django.utils.translation import gettext_lazy as _

from perizinan.audit import verbs

REGISTERED = verbs.register("account.registered", _("{label} mendaftar"))
SIGNED_IN = verbs.register("account.signed_in", _("{label} masuk ({method})"))
SIGNED_OUT = verbs.register("account.signed_out", _("{label} keluar"))
SIGN_IN_FAILED = verbs.register("account.sign_in_failed", _("Percobaan masuk gagal: {label} ({method})"))
PASSWORD_SET = verbs.register("account.password_set", _("{label} memasang kata sandi"))
CONTACT_CHANGED = verbs.register("account.contact_changed", _("{label} membuktikan {what}"))
SECOND_STEP_ON = verbs.register("account.second_step_on", _("{label} memasang pengaman kedua"))
SECOND_STEP_OFF = verbs.register("account.second_step_off", _("{label} melepas pengaman kedua"))
PARTY_CHANGED = verbs.register("party.changed", _("{actor} mengubah data {label}"))
BUSINESS_ADDED = verbs.register("party.business_added", _("{actor} mencatat usaha {label}"))
POWER_GIVEN = verbs.register("party.power_given", _("{actor} mencatat kuasa dari {label}"))
ADMIN_ADDED = verbs.register("admin.added", _("{actor} membuat {label}"))
ADMIN_CHANGED = verbs.register("admin.changed", _("{actor} mengubah {label}"))
ADMIN_DELETED = verbs.register("admin.deleted", _("{actor} menghapus {label}"))
SIGNER_ENROLLED = verbs.register("account.signer_enrolled", _("{label} mendapat kunci tanda tangan baru"))
