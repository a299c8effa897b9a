from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Pemeriksaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # the audit sentences of the desk
        from reviews.decisions import verbs as deciding  # noqa: F401
        from reviews.desk import verbs as reading  # noqa: F401
