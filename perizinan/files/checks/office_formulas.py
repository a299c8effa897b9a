"""Formulas and defined names of a workbook: what starts programs or fetches by itself."""

import re

from perizinan.files.checks.office_links import is_harmless, leads_outside
from perizinan.files.checks.office_xml import Attributes
from perizinan.files.checks.verdict import Refuse

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_COLUMN = re.compile(r"\[[^\[\]]*\]")
_CALL = re.compile(r"(?<![\w.])(?:_xlfn\.|_xlws\.|_xll\.|_xludf\.)*([A-Za-z][\w.]*)\s*\(")
_OLD_MACRO_CALLS = {"CALL", "REGISTER", "REGISTER.ID", "EXEC", "EXECUTE", "INITIATE", "POKE", "FOPEN", "RUN"}
_FETCHES = {"WEBSERVICE", "RTD", "IMPORTDATA", "IMPORTXML", "IMPORTHTML", "IMPORTRANGE", "IMPORTFEED"}
_AUTO = re.compile(r"(_xlnm\.)?auto_?(open|close|activate|deactivate)", re.IGNORECASE)
_TRUE = {"1", "true"}


def check_formula(formula: str) -> None:
    bare = _TEXT.sub('""', formula)
    called = {name.upper() for name in _CALL.findall(bare)}
    if "|" in _COLUMN.sub("", bare) or "DDE" in called:  # Excel has no such operator: program|topic!item
        raise Refuse("dde")
    if called & _OLD_MACRO_CALLS:
        raise Refuse("macros")
    if called & _FETCHES:
        raise Refuse("loads-outside")
    texts = [text[1:-1] for text in _TEXT.findall(formula)]
    if "IMAGE" in called and any(leads_outside(text) for text in texts):
        raise Refuse("loads-outside")
    if "HYPERLINK" in called and not all(map(_may_be_clicked, texts)):
        raise Refuse("unsafe-link")


def check_defined_name(said: Attributes) -> None:
    named = said.get("name", "")
    if _AUTO.match(named.strip()):
        raise Refuse("macros")
    if any(said.get(key, "").lower() in _TRUE for key in ("xlm", "vbProcedure", "macro")):
        raise Refuse("macros")


def _may_be_clicked(text: str) -> bool:
    """Labels stand among the texts as well: "Catatan: lihat" is no address."""
    return is_harmless(text) or not re.match(
        r"\s*(\\|//|(file|javascript|vbscript|data|ms-\w+|search-ms|[a-z]):)", text, re.IGNORECASE
    )
