"""One walk over every object of a PDF, object streams included. qpdf undoes escaped names such as /J#61vaScript."""

import re
from dataclasses import dataclass, field

import pikepdf

from perizinan.files.checks.pdf_actions import NAMES, active_in

# Written out by qpdf, an object without one of these has nothing that concerns us; most have none.
_OF_INTEREST = re.compile(
    rb"/(?:JS|JavaScript|XFA|Launch|ImportData|SubmitForm|RichMedia|RichMediaExecute|Rendition|Movie|Sound|3D|GoTo3DView"
    rb"|GoToR|GoToE|URI|Base|OpenAction|AA|FFilter|Ref|PS|EF|EmbeddedFile|ByteRange|FontMatrix|EncryptedPayload)\b"
    rb"|/(?:F|UF|FS|DOS|Mac|Unix) ?(?:[(<]|\d+ \d+ R)"
)

_NAMED_BY = ("/UF", "/F", "/DOS", "/Mac", "/Unix")


@dataclass
class Seen:
    active: set[str] = field(default_factory=set)
    embedded: list[tuple[str, pikepdf.Object]] = field(default_factory=list)  # (name, content)
    streams: list[pikepdf.Object] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # all that attachments go by: programs differ in which they read
    signed: bool = False
    _known: set[tuple[int, int]] = field(default_factory=set)

    def embed(self, name: str, stream: pikepdf.Object) -> None:
        if isinstance(stream, pikepdf.Stream) and stream.objgen not in self._known:
            self._known.add(stream.objgen)
            self.embedded.append((name, stream))


def survey(pdf: pikepdf.Pdf) -> Seen:
    seen = Seen()
    nameless: list[pikepdf.Object] = []
    passed_over: list[pikepdf.Object] = []
    has_names = False
    _walk(pdf.trailer, seen, nameless)
    for top in pdf.objects:
        is_stream = isinstance(top, pikepdf.Stream)
        if is_stream:
            seen.streams.append(top)
        elif isinstance(top, pikepdf.Name):
            has_names = True
            seen.active |= {str(top)} & NAMES
            continue
        elif not isinstance(top, pikepdf.Dictionary | pikepdf.Array):
            continue
        if _OF_INTEREST.search((top.stream_dict if is_stream else top).unparse(resolved=True)):
            _walk(top, seen, nameless)
        else:
            passed_over.append(top)
    for top in passed_over if has_names else ():  # a name that stands elsewhere is not seen in what was written out
        _walk(top, seen, nameless)
    for stream in nameless:  # last, since most are named by the object that attaches them
        seen.embed("", stream)
    return seen


def _walk(top: pikepdf.Object, seen: Seen, nameless: list[pikepdf.Object]) -> None:
    """Direct children only; indirect ones have their own turn."""
    pending = [top]
    while pending:
        node = pending.pop()
        if isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            _look(node, seen, nameless)
            children = [value for _, value in node.items()]
        elif isinstance(node, pikepdf.Array):
            children = list(node)
        else:
            continue
        pending += [
            child
            for child in children
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect
        ]


def _look(node: pikepdf.Object, seen: Seen, nameless: list[pikepdf.Object]) -> None:
    names = set(node.keys())
    seen.active |= set(active_in(node, names))
    if "/Type" in names and node["/Type"] == "/EmbeddedFile":
        nameless.append(node)
    if "/EF" in names and isinstance(node["/EF"], pikepdf.Dictionary):
        names_told = [str(node[key]) for key in _NAMED_BY if isinstance(node.get(key), pikepdf.String)]
        seen.names |= set(names_told)
        name = names_told[0] if names_told else ""
        for _, stream in node["/EF"].items():
            seen.embed(name, stream)
    if "/ByteRange" in names and "/Contents" in names:
        seen.signed = True
