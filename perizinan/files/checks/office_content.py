"""What stands in the XML of one part, by the names of its elements, whichever part it is and whoever points to it."""

from collections.abc import Callable
from functools import partial

from perizinan.files.checks.office_fields import Fields, check_code
from perizinan.files.checks.office_formulas import check_defined_name, check_formula
from perizinan.files.checks.office_links import leads_outside
from perizinan.files.checks.office_xml import Attributes, Reader
from perizinan.files.checks.verdict import Refuse

_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
_CODES = {"instrText", "delInstrText"}
_FIELDS = frozenset({"fldChar", "instrText", "delInstrText", "fldSimple"})
_TEXTS = frozenset(_FORMULAS | _CODES)
_SILENT = frozenset({"c", "v", "row", "r", "t", "rPr", "pPr", "p", "tcPr", "xf"})
_HARMFUL = {
    "altChunk": "office-embedded",
    "subDoc": "loads-outside",
    "ddeLink": "dde",
    "oleLink": "loads-outside",
    "externalBook": "loads-outside",
    "customUI": "office-active",
    "ocx": "office-active",
    "webPr": "loads-outside",
    "dbPr": "loads-outside",
    "olapPr": "loads-outside",
}  # fmt: skip
_PAINTS = {"imagedata", "fill", "stroke", "image", "background"}  # of VML: `src` is fetched when shown
_ACTIVE_IN_SVG = {"script", "foreignObject", "iframe", "embed", "object", "handler", "listener"}


def survey(data: bytes, *, document_type: str = "") -> None:
    """Raises Refuse, and Malformed for what is no XML. `document_type`: see Reader; "svg" is a picture."""
    drawing = document_type == "svg"
    seen = _Survey()
    texts = frozenset[str]() if drawing else _TEXTS
    start = _check_svg if drawing else seen.start
    silent = frozenset[str]() if drawing else _SILENT
    Reader(start, seen.end, texts, silent, _FIELDS, document_type).read(data)
    seen.fields.finish()


class _Survey:
    def __init__(self) -> None:
        self.fields = Fields()
        self._looks: dict[str, Callable[[Attributes], None]] = {
            "fldChar": lambda said: self.fields.mark(said.get("fldCharType", "").lower()),
            "fldSimple": lambda said: check_code(said.get("instr", "")),
            "definedName": check_defined_name,
            "OLEObject": _check_ole_object,
            "oleObject": _check_ole_object,
            "blip": _check_picture,
            "connection": _check_connection,
            "reference": _check_add_in,
            "hlinkClick": _check_click,
            "hlinkHover": _check_click,
            **dict.fromkeys(_PAINTS, _check_paint),
            **{name: partial(_refuse, code) for name, code in _HARMFUL.items()},
        }

    def start(self, name: str, said: Attributes) -> None:
        if look := self._looks.get(name):
            look(said)

    def end(self, name: str, text: str) -> None:
        if name in _CODES:
            self.fields.add(text)
        elif text:
            check_formula(text)


def _refuse(code: str, _said: Attributes) -> None:
    raise Refuse(code)


def _check_ole_object(said: Attributes) -> None:
    linked = said.get("Type", "").lower() == "link" or said.get("link") or said.get("oleUpdate") == "OLEUPDATE_ALWAYS"
    if linked:
        raise Refuse("loads-outside")


def _check_picture(said: Attributes) -> None:
    if said.get("link"):
        raise Refuse("loads-outside")


def _check_connection(said: Attributes) -> None:
    if said.get("refreshOnLoad", "").lower() in {"1", "true"} or said.get("odcFile"):
        raise Refuse("loads-outside")


def _check_add_in(said: Attributes) -> None:
    """Of a web extension: one from the shop names a country, another one a folder or an address."""
    if "storeType" in said and leads_outside(said.get("store", "")):
        raise Refuse("loads-outside")


def _check_click(said: Attributes) -> None:
    if (
        said.get("action", "")
        .lower()
        .startswith(("macro:", "ppaction://program", "ppaction://macro", "ppaction://ole"))
    ):
        raise Refuse("office-active")


def _check_paint(said: Attributes) -> None:
    kept_inside = bool(said.get("id") or said.get("relid"))
    if leads_outside(said.get("src", "")) or (leads_outside(said.get("href", "")) and not kept_inside):
        raise Refuse("loads-outside")


def _check_svg(name: str, said: Attributes) -> None:
    if name in _ACTIVE_IN_SVG or any(key.lower().startswith("on") for key in said):
        raise Refuse("office-active")
    for key in ("href", "src"):
        if said.get(key, "").strip().lower().startswith(("javascript:", "vbscript:")):
            raise Refuse("office-active")
        if name != "a" and leads_outside(said.get(key, "")):
            raise Refuse("loads-outside")
