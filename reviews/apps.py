from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Pemeriksaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reviews.decisions import verbs  # the audit sentences of the desk
        from reviews.desk import verbs as reading

        assert verbs
        assert reading
