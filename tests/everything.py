"""All that is kept, for tests about what must not be kept."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection


def stored_texts(*, without: str = "django_session") -> Iterator[str]:
    """Every row of every table as one text. Sessions are left out: they hold what their owner just typed."""
    with connection.cursor() as cursor:
        for table in {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - {without}:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (str(row[0]) for row in cursor.fetchall())
