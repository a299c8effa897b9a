"""The portal as the bench's own pages run it: settings read as for development, pages run as in production."""

from django.conf import settings

from perizinan.wsgi import application

settings.DEBUG = False

__all__ = ["application"]
