"""One walk over every object of a PDF, object streams included. qpdf undoes escaped names such as /J#61vaScript."""

from dataclasses import dataclass, field

import pikepdf

_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition"}
_KEYS = {"/JS", "/JavaScript", "/XFA"}
_SUBTYPES = {"/RichMedia", "/3D", "/Movie", "/Sound"}


@dataclass
class Seen:
    active: set[str] = field(default_factory=set)
    embedded: list[pikepdf.Stream] = field(default_factory=list)
    signed: bool = False
    _known: set[tuple[int, int]] = field(default_factory=set)

    def embed(self, stream: pikepdf.Object) -> None:
        if isinstance(stream, pikepdf.Stream) and stream.objgen not in self._known:
            self._known.add(stream.objgen)
            self.embedded.append(stream)


def survey(pdf: pikepdf.Pdf) -> Seen:
    seen = Seen()
    _walk(pdf.trailer, seen)
    for top in pdf.objects:
        _walk(top, seen)
    return seen


def _walk(top: pikepdf.Object, seen: Seen) -> None:
    """Direct children only; indirect ones have their own turn."""
    pending = [top]
    while pending:
        node = pending.pop()
        if isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
            _look(node, seen)
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


def _look(node: pikepdf.Object, seen: Seen) -> None:
    names = set(node.keys())
    seen.active |= names & _KEYS
    seen.active |= {word for word in (_name(node, "/S"),) if word in _ACTIONS}
    seen.active |= {word for word in (_name(node, "/Subtype"),) if word in _SUBTYPES}
    if _name(node, "/Type") == "/EmbeddedFile":
        seen.embed(node)
    if "/EF" in names and isinstance(node["/EF"], pikepdf.Dictionary):
        for _, stream in node["/EF"].items():
            seen.embed(stream)
    if "/ByteRange" in names and "/Contents" in names:
        seen.signed = True


def _name(node: pikepdf.Object, key: str) -> str:
    value = node.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
