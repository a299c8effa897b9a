"""In which formats a document may be sent, in words. Pure."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from applications.catalogue import terms

_USUAL = {"image", "pdf"}


def words(accept: Collection[str]) -> str:
    """ "Foto, PDF atau Word", in one order however the type writes it."""
    named = [terms.word(terms.FORMATS, each) for each in terms.FORMATS if each in accept]
    return _capital(_(" atau ").join(filter(None, [", ".join(named[:-1]), *named[-1:]])))


def unusual(accept: Collection[str]) -> str:
    """What a visitor should know of the formats before beginning; nothing of a photo or PDF, which is the rule."""
    if set(accept) == _USUAL:
        return ""
    if set(accept) > _USUAL:
        return f"{words(accept)}."
    return _capital(_("Hanya %(formats)s.") % {"formats": _inside(words(accept))})


def _inside(said: str) -> str:
    """Small again behind another word; PDF and Word stay as they are."""
    photo = terms.word(terms.FORMATS, "image")
    return photo + said[len(photo) :] if said.startswith(_capital(photo)) else said


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
