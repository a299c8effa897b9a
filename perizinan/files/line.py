"""The line of the checks."""

from perizinan.files.models import StoredFile

MOST_COUNTED = 100


def ahead_of(stored: StoredFile) -> int:
    """How many files came before this one and still wait; counts no further than MOST_COUNTED."""
    before = StoredFile.objects.waiting().filter(created_at__lt=stored.created_at)
    return before.order_by()[:MOST_COUNTED].count()
