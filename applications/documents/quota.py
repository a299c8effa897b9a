"""How much one person may leave with us before anything is sent."""

from django.conf import settings
from django.db.models import Q, Sum

from applications.documents.models import DocumentVersion, Photo, Upload
from applications.lifecycle.states import Status
from perizinan.accounts.models import User
from perizinan.files.models import State, StoredFile
from perizinan.files.problems import problem_sentence
from perizinan.files.refusals import Refused


def used(by: User) -> int:
    """Bytes in drafts, all versions and photos, and of files on their way."""
    versions = DocumentVersion.objects.filter(attached_by=by, application__status=Status.DRAFT)
    photos = Photo.objects.filter(added_by=by, application__status=Status.DRAFT)
    mine = StoredFile.objects.filter(uploaded_by=by).exclude(state=State.REJECTED)
    in_drafts = mine.filter(Q(pk__in=versions.values("stored")) | Q(pk__in=photos.values("stored")))
    on_the_way = Upload.objects.filter(owner=by).aggregate(all=Sum("length"))["all"] or 0
    return (in_drafts.aggregate(all=Sum("size"))["all"] or 0) + on_the_way


def refuse_above(*, by: User, more: int) -> None:
    """Raises Refused."""
    size, limit = used(by) + more, settings.UPLOAD_QUOTA_BYTES
    if size > limit:
        raise Refused("quota", problem_sentence("quota", {"size": size, "limit": limit}))
