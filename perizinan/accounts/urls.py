"""allauth's views under Indonesian addresses. The names stay allauth's: it reverses them itself."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as app_codes
from allauth.usersessions import views as devices
from django.urls import path

from perizinan.accounts import views

urlpatterns = [
    # /masuk/ /daftar/ /keluar/
    path("masuk/", views.sign_in, name="account_login"),
    path("masuk/", views.sign_in, name="account_request_login_code"),
    path("masuk/kode/", views.confirm_code, name="account_confirm_login_code"),
    path("masuk/ponsel/", account.verify_phone, name="account_verify_phone"),
    path("masuk/e-mail/", account.email_verification_sent, name="account_email_verification_sent"),
    path("masuk/kode-aplikasi/", second_step.authenticate, name="mfa_authenticate"),
    path("masuk/tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("daftar/", views.sign_up, name="account_signup"),
    path("keluar/", account.logout, name="account_logout"),
    # /akun/
    path("akun/", views.profile, name="account_profile"),
    path("akun/data-diri/", views.profile_edit, name="account_profile_edit"),
    path("akun/e-mail/", account.email, name="account_email"),
    path("akun/ponsel/", account.change_phone, name="account_change_phone"),
    path("akun/kata-sandi/", views.password, name="account_change_password"),
    path("akun/kata-sandi/", views.password, name="account_set_password"),
    path("akun/konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/perangkat/", devices.list_usersessions, name="usersessions_list"),
    # /akun/pengaman/
    path("akun/pengaman/", second_step.index, name="mfa_index"),
    path("akun/pengaman/konfirmasi/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("akun/pengaman/aplikasi/", app_codes.activate_totp, name="mfa_activate_totp"),
    path("akun/pengaman/aplikasi/lepas/", app_codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/pengaman/cadangan/", spare_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/pengaman/cadangan/baru/", spare_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("akun/pengaman/cadangan/unduh/", spare_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
