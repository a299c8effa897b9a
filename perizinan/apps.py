from django.apps import AppConfig


class PerizinanConfig(AppConfig):
    name = "perizinan"
    verbose_name = "Perizinan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from perizinan.accounts import receivers  # noqa: F401  (connects allauth's events to the audit)
