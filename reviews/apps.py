from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Pemeriksaan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from applications.lifecycle import moves
        from reviews.decisions import following

        moves.after("resubmit", following.catch_up)
        # the audit sentences of the desk
        from reviews.decisions import verbs as deciding  # noqa: F401
        from reviews.desk import verbs as reading  # noqa: F401
