"""Where links of an office file lead, and which of them load by themselves."""

import re
from urllib.parse import unquote

from perizinan.files.checks.office_xml import Attributes
from perizinan.files.checks.verdict import Refuse

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_OPENED_BY_HAND = {"http", "https", "mailto", "tel", "sms", "ftp", "whatsapp"}
_PROGRAM = re.compile(
    r"\.(exe|com|scr|pif|bat|cmd|ps1|vb[es]?|jse?|ws[fh]|hta|lnk|url|msi|cpl|reg|jar)$", re.IGNORECASE
)
_OWN_TEMPLATE = re.compile(r"(file:/{2,3})?[A-Za-z]:[\\/](?![\\/]).*\.dot[xm]?", re.IGNORECASE | re.DOTALL)
_SETTINGS = re.compile(r"/(web)?settings\d*\.xml\.rels$")

_MACROS = ("/vbaproject", "/wordvbadata", "macrosheet", "/dialogsheet", "/attachedtoolbars", "/keymapcustomizations")
_CONTROLS = ("/control", "/activexcontrolbinary", "/activexcontrol", "/extensibility")


def is_harmless(target: str) -> bool:
    """A link that somebody has to click and that leads to a page, an address or a place in the file."""
    said = unquote(re.sub(r"[\s\x00-\x1f]", "", target))
    if scheme := _SCHEME.match(said):
        return scheme.group(1).lower() in _OPENED_BY_HAND
    return not said.startswith(("\\", "//")) and not _PROGRAM.search(said.partition("#")[0])


def leads_outside(target: str) -> bool:
    """Whether showing it fetches something: any address but a place in this file or in the mail it came from."""
    said = unquote(re.sub(r"[\s\x00-\x1f]", "", target))
    scheme = _SCHEME.match(said)
    return said.startswith(("\\", "//")) or (scheme is not None and scheme.group(1).lower() not in {"cid", "data"})


def check_relationship(part: str, said: Attributes) -> None:
    kind, target = said.get("Type", "").lower(), said.get("Target", "")
    if any(word in kind for word in _MACROS):
        raise Refuse("macros")
    if kind.endswith(_CONTROLS):
        raise Refuse("office-active")
    external = said.get("TargetMode", "").strip().lower() == "external"
    if external or leads_outside(target):
        _check_external(part, kind, target)
    elif kind.endswith("/afchunk"):
        raise Refuse("office-embedded")


def _check_external(part: str, kind: str, target: str) -> None:
    if kind.endswith("/image") and target.rpartition("/")[2] == "NULL":
        return  # what Word writes for a picture it has lost
    if kind.endswith("/attachedtemplate") and _OWN_TEMPLATE.fullmatch(unquote(target)):
        return  # Word writes down from which template on its own disk the letter was begun
    if not kind.endswith("/hyperlink") or _SETTINGS.search(part):
        raise Refuse("loads-outside")
    if not is_harmless(target):
        raise Refuse("unsafe-link")
