from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Permohonan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # the audit sentences of the slices
        from applications.catalogue import verbs as catalogue  # noqa: F401
        from applications.documents import verbs as documents  # noqa: F401
        from applications.drafting import verbs as drafting  # noqa: F401
        from applications.lifecycle import verbs as lifecycle  # noqa: F401
        from applications.permits import verbs as permits  # noqa: F401
