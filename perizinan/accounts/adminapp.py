from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """In INSTALLED_APPS instead of django.contrib.admin, so that `admin.site` is ours."""

    default_site = "perizinan.accounts.adminsite.PortalAdminSite"
