from perizinan.office.models import THE_ONE, OfficeProfile


def seed() -> OfficeProfile:
    """The row with its examples, so that the admin has one to edit. Never changes an existing row."""
    profile, _created = OfficeProfile.objects.get_or_create(pk=THE_ONE)
    return profile
