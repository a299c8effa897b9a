"""What in one object of a PDF would act, run a program or fetch something from elsewhere."""

import re
from collections.abc import Iterator

import pikepdf

_ACTIONS = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition", "/Movie", "/Sound",
    "/GoTo3DView", "/GoToR", "/GoToE",
}  # fmt: skip
_KEYS = {"/JS", "/JavaScript", "/XFA"}
_SUBTYPES = {"/RichMedia", "/3D", "/Movie", "/Sound", "/PS"}
NAMES = _ACTIONS | _SUBTYPES
_PLACES = ("/F", "/UF", "/DOS", "/Mac", "/Unix", "/FS")

# May follow by themselves when the document or a page opens: they only move the view.
_QUIET = {"/GoTo", "/Named", "/Hide", "/ResetForm", "/SetOCGState", "/Trans", "/Thread", "/GoToDp", ""}
_BY_HAND = {"/U", "/D"}  # a mouse button went up or down
_MAX_CHAIN = 50

_SCHEME = re.compile(r"(?![a-z0-9\-]+(?:\.[a-z0-9\-]+)+:\d)([a-z][a-z0-9+.\-]*):")  # and not a host with its port
_LINKS = {
    "http", "https", "ftp", "ftps", "mailto", "tel", "sms", "fax", "geo", "callto", "skype", "whatsapp", "doi", "urn",
}  # fmt: skip
_IGNORED_BY_READERS = re.compile(r"[^\x21-\x7e]")  # blanks and what nobody sees; a scheme is plain letters
_ELSEWHERE = re.compile(r"\\\\|//|[a-z]:[\\/]|file:|[a-z][a-z0-9+.\-]+://")


def active_in(node: pikepdf.Object, names: set[str]) -> Iterator[str]:
    yield from names & _KEYS
    for key, bad in (("/S", _ACTIONS), ("/Subtype", _SUBTYPES), ("/Subtype2", _SUBTYPES)):
        if key in names and _name(node, key) in bad:
            yield _name(node, key)
    yield from _links(node, names)
    yield from _at_once(node, names)
    if _is_elsewhere(node, names):
        yield "file elsewhere"
    if "/FontMatrix" in names and not _is_numbers(node["/FontMatrix"]):
        yield "/FontMatrix"  # readers have run what stood here


def _links(node: pikepdf.Object, names: set[str]) -> Iterator[str]:
    for key in ("/URI", "/Base"):
        if key in names and not is_web_link(_text(node, key)):
            yield "/URI"


def is_web_link(address: str) -> bool:
    """`file:` and `\\\\server` hand a Windows password to whoever asks; unknown schemes start programs."""
    plain = _IGNORED_BY_READERS.sub("", address).lower()
    if _ELSEWHERE.match(plain) and not _SCHEME.match(plain):
        return False
    scheme = _SCHEME.match(plain)
    return scheme is None or scheme[1] in _LINKS


def _at_once(node: pikepdf.Object, names: set[str]) -> Iterator[str]:
    started = [node["/OpenAction"]] if "/OpenAction" in names else []
    if "/AA" in names and isinstance(node["/AA"], pikepdf.Dictionary):
        started += [action for event, action in node["/AA"].items() if event not in _BY_HAND]
    for chain in started:
        yield from (kind for kind in _kinds(chain) if kind not in _QUIET)


def _kinds(chain: pikepdf.Object) -> Iterator[str]:
    pending: list[pikepdf.Object | None] = [chain]
    for _ in range(_MAX_CHAIN):
        if not pending:
            return
        action = pending.pop()
        if isinstance(action, pikepdf.Dictionary):
            yield _name(action, "/S")
            following = action.get("/Next")
            pending += list(following) if isinstance(following, pikepdf.Array) else [following]


def _is_elsewhere(node: pikepdf.Object, names: set[str]) -> bool:
    """A stream or a picture that stands in another file, or a file named by a place outside this document."""
    if isinstance(node, pikepdf.Stream) and (
        "/FFilter" in names or isinstance(node.get("/F"), pikepdf.String | pikepdf.Dictionary)
    ):
        return True
    if "/Ref" in names and _name(node, "/Subtype") == "/Form":
        return True
    if "/EF" in names:
        return False
    texts = (_text(node, key) for key in _PLACES if key in names)
    return any(_ELSEWHERE.match(_IGNORED_BY_READERS.sub("", text).lower()) for text in texts)


def _is_numbers(value: pikepdf.Object) -> bool:
    if not isinstance(value, pikepdf.Array):
        return False
    return not any(isinstance(part, pikepdf.Object) for part in value)


def _name(node: pikepdf.Object, key: str) -> str:
    value = node.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _text(node: pikepdf.Object, key: str) -> str:
    value = node.get(key)
    return str(value) if isinstance(value, pikepdf.String) else ""
