"""Whole stories in a real browser: Chromium against gunicorn, Celery worker, beat, Redis and clamd.

The processes are those of the launcher's table, on a database of their own. Not here: rules of one slice (they have
tests of their own) and the scripts on made-up pages (tests/perizinan/web/test_scripts.py).
"""
