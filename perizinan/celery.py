"""The Celery application. The database is the truth: a lost task is found again by a sweeper."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perizinan.settings")

app = Celery("perizinan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
