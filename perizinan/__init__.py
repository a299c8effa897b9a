from perizinan.celery import app as celery_app

__all__ = ["celery_app"]  # loaded with Django, so that tasks sent by the web process go to our broker
