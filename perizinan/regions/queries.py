from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from perizinan.regions.models import Region


def provinces() -> QuerySet[Region]:
    return Region.objects.filter(level=Region.Level.PROVINCE).order_by("name")


def regencies(province_code: str) -> QuerySet[Region]:
    return _children(province_code, Region.Level.REGENCY)


def districts(regency_code: str = "") -> QuerySet[Region]:
    """The districts of a regency; of the office's own one unless said otherwise."""
    return _children(regency_code or settings.OWN_REGENCY, Region.Level.DISTRICT)


def villages(district_code: str) -> QuerySet[Region]:
    return _children(district_code, Region.Level.VILLAGE)


def place_label(region: Region) -> str:
    """ "Desa Contoh, Kecamatan Sooko". Costs no query when `region` came with `select_related("parent")`."""
    own = _own_label(region)
    if region.parent is None:
        return own
    return f"{own}, {_own_label(region.parent)}"


def _own_label(region: Region) -> str:
    if region.level == Region.Level.VILLAGE:
        return f"{region.get_kind_display()} {region.name}"
    if region.level == Region.Level.DISTRICT:
        return _("Kecamatan %(name)s") % {"name": region.name}
    return region.name


def _children(code: str, level: Region.Level) -> QuerySet[Region]:
    return Region.objects.filter(parent_id=code, level=level).select_related("parent").order_by("name")
