"""The villages of the office's own territory, as a form lists them and a page says them."""

from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from perizinan.regions.models import Region
from perizinan.regions.territory import OWN, authority_of

_KEY = "answers:villages"
_SECONDS = 600

Names = dict[str, tuple[str, str, str]]  # code -> kind, name, district


def names() -> Names:
    found: Names | None = cache.get(_KEY)
    if found is None:
        rows = Region.objects.filter(level=Region.Level.VILLAGE, parent__parent_id=settings.OWN_REGENCY)
        ordered = rows.order_by("parent__name", "name").values_list("code", "kind", "name", "parent__name")
        found = {code: (kind, name, district or "") for code, kind, name, district in ordered}
        if found:
            cache.set(_KEY, found, _SECONDS)
    return found


def exists(code: str) -> bool:
    return authority_of(code) is OWN and code in names()


def said(code: str) -> str:
    """ "Desa Contoh, Kecamatan Sooko"; a code nobody knows is said as it is."""
    found = names().get(code)
    if found is None:
        return code
    return f"{_village(found)}, {_('Kecamatan %(name)s') % {'name': found[2]}}"


def by_district() -> list[tuple[str, list[tuple[str, str]]]]:
    """(district, [(code, village)]) for a list with groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, found in names().items():
        groups.setdefault(found[2], []).append((code, _village(found)))
    return [(_("Kecamatan %(name)s") % {"name": district}, listed) for district, listed in groups.items()]


def _village(found: tuple[str, str, str]) -> str:
    kinds: Mapping[str, str] = {value: str(label) for value, label in Region.Kind.choices}
    return f"{kinds.get(found[0], '')} {found[1]}".strip()
