"""How much one person may leave with us before anything is sent."""

from django.conf import settings
from django.db import connection

from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.files.models import State
from perizinan.files.problems import problem_sentence
from perizinan.files.refusals import Refused

# One statement, by hand: it is asked twice for every file, and the ORM takes longer to write it than to run it.
_USED = """
SELECT coalesce((SELECT sum(length) FROM applications_upload WHERE owner_id = %(who)s), 0)
    + coalesce((
        SELECT sum(size) FROM perizinan_storedfile
        WHERE uploaded_by_id = %(who)s AND state <> %(rejected)s AND (
            id IN (
                SELECT v.stored_id FROM applications_documentversion v
                JOIN applications_application a ON a.id = v.application_id
                WHERE v.attached_by_id = %(who)s
                    AND (a.status = %(draft)s OR (a.status = %(returned)s AND v.round > a.round))
            ) OR id IN (
                SELECT p.stored_id FROM applications_photo p
                JOIN applications_application a ON a.id = p.application_id
                WHERE p.added_by_id = %(who)s AND a.status IN (%(draft)s, %(returned)s)
            )
        )
    ), 0)
"""


def used(by: User) -> int:
    """Bytes in drafts and corrections, all versions and photos, and of files on their way."""
    states = {"rejected": State.REJECTED.value, "draft": Status.DRAFT.value, "returned": Status.RETURNED.value}
    with connection.cursor() as cursor:
        cursor.execute(_USED, {"who": by.pk, **states})
        return int(cursor.fetchone()[0])


def refuse_above(*, by: User, more: int) -> None:
    """Raises Refused."""
    size, limit = used(by) + more, settings.UPLOAD_QUOTA_BYTES
    if size > limit:
        raise Refused("quota", problem_sentence("quota", {"size": size, "limit": limit}))


def hold(*, by: User, more: int = 0) -> None:
    """Two at once see each other from here to the end of the transaction. Before the case is locked. Raises Refused.

    Not the key of the row: whatever is written meanwhile of this person points at it."""
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=by.pk)
    refuse_above(by=by, more=more)
