"""What changed between two versions of a type, in words. Pure.

The comparison walks the definition itself, so every difference becomes one sentence: in the words of `diff_words`,
else with its path. Entries of a list are told apart by their keys, so a moved field is moved, not gone and new.
"""

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pydantic import BaseModel

from applications.catalogue import diff_values as values
from applications.catalogue import terms
from applications.catalogue.conditions import Condition
from applications.catalogue.diff_words import ATTRIBUTES, ENTRIES, KEYED, PLACES, SWITCHES
from applications.catalogue.schema import Period, PermitTypeSpec, Text


class Change(NamedTuple):
    place: str  # "Bagian Ukuran, Isian Panjang"; empty: the type itself
    sentence: str


class _Sides(NamedTuple):
    old: PermitTypeSpec
    new: PermitTypeSpec


def differences(old: PermitTypeSpec, new: PermitTypeSpec) -> list[Change]:
    found = list(_model(old, new, "", "", _Sides(old, new)))
    return found or list(_raw(values.as_json(old), values.as_json(new), ""))


def _model(old: BaseModel, new: BaseModel, place: str, path: str, sides: _Sides) -> Iterator[Change]:
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            attribute = name if isinstance(old, PermitTypeSpec) else f"{type(old).__name__}.{name}"
            yield from _value(before, after, attribute, place, f"{path}.{name}".removeprefix("."), sides)


def _value(old: Any, new: Any, attribute: str, place: str, path: str, sides: _Sides) -> Iterator[Change]:
    kind = _kind_of_list(old, new)
    name = attribute.rpartition(".")[2]
    if kind is not None:
        yield from _entries(old, new, kind, place, path, sides)
    elif attribute in SWITCHES:
        yield Change(place, str(SWITCHES[attribute][0 if new else 1]))
    elif isinstance(old, Text) and isinstance(new, Text):
        yield from _text(old, new, attribute, place, path)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _by_key(old, new, attribute, place, path, sides)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _lines(old, new, attribute, place, path, sides)
    elif type(old) is type(new) and isinstance(old, BaseModel) and not isinstance(old, Condition | Period):
        yield from _model(old, new, _inside(place, str(PLACES.get(name, path))), path, sides)
    else:
        yield Change(
            place,
            _changed(attribute, path, values.say(old, attribute, sides.old), values.say(new, attribute, sides.new)),
        )


def _kind_of_list(old: Any, new: Any) -> str | None:
    """The kind of entries, when both are lists in which no key stands twice."""
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        return None
    kinds = {type(entry).__name__ for entry in (*old, *new)}
    if len(kinds) != 1 or (kind := kinds.pop()) not in KEYED:
        return None
    keys = [[values.key(entry, kind) for entry in side] for side in (old, new)]
    return kind if all(len(set(side)) == len(side) for side in keys) else None


def _entries(
    old: Sequence[Any], new: Sequence[Any], kind: str, place: str, path: str, sides: _Sides
) -> Iterator[Change]:
    added, gone, moved = ENTRIES[kind]
    before, after = ({values.key(entry, kind): entry for entry in side} for side in (old, new))
    for key, entry in before.items():
        if key not in after:
            yield Change(place, str(gone) % {"name": values.described(entry, kind, sides.old)})
    for key, entry in after.items():
        if key not in before:
            yield Change(place, str(added) % {"name": values.described(entry, kind, sides.new)})
    stayed = [key for key in after if key in before]
    if stayed != [key for key in before if key in after]:
        yield Change(place, str(moved) % {"order": ", ".join(values.name(after[key], kind) for key in after)})
    for key in stayed:
        if before[key] != after[key]:
            inner = _inside(place, str(PLACES[kind]) % {"name": values.name(after[key], kind)})
            yield from _model(before[key], after[key], inner, f"{path}[{key}]", sides)


def _by_key(
    old: dict[Any, Any], new: dict[Any, Any], attribute: str, place: str, path: str, sides: _Sides
) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        inner = _inside(place, f"{PLACES.get(attribute, path)} ({terms.word(terms.KINDS, str(key))})")
        if before is None or after is None:
            whole: Any = before if after is None else after
            said = str(whole.title) if hasattr(whole, "title") else values.say(whole, attribute, sides.new)
            sentence = _("Baru: %(name)s") if before is None else _("Dihapus: %(name)s")
            yield Change(inner, sentence % {"name": said})
        else:
            yield from _value(before, after, f"{attribute}.{key}", inner, f"{path}[{key}]", sides)


def _text(old: Text, new: Text, attribute: str, place: str, path: str) -> Iterator[Change]:
    if old.id != new.id:
        yield Change(place, _changed(attribute, path, values.quoted(old.id), values.quoted(new.id)))
    if old.en != new.en:
        what = _("%(what)s (bahasa Inggris)") % {"what": _what(attribute, path)}
        yield Change(place, _became(what, values.quoted(old.en), values.quoted(new.en)))


def _lines(
    old: Sequence[Any], new: Sequence[Any], attribute: str, place: str, path: str, sides: _Sides
) -> Iterator[Change]:
    """Lines that came, went or were reworded; those that only moved are named once."""
    before = [values.say(line, attribute, sides.old, whole=True) for line in old]
    after = [values.say(line, attribute, sides.new, whole=True) for line in new]
    what = _what(attribute, path)
    if sorted(before) == sorted(after):
        yield Change(
            place, _("%(what)s: urutannya berubah menjadi %(order)s") % {"what": what, "order": "; ".join(after)}
        )
        return
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, came = before[a:b], after[c:d]
        if tag == "replace" and len(gone) == len(came):
            for one, other in zip(gone, came, strict=True):
                yield Change(place, _became(what, values.quoted(one), values.quoted(other)))
        elif tag != "equal":
            yield from (
                Change(place, _("%(what)s, dihapus: %(line)s") % {"what": what, "line": values.quoted(x)}) for x in gone
            )
            yield from (
                Change(place, _("%(what)s, baru: %(line)s") % {"what": what, "line": values.quoted(x)}) for x in came
            )


def _changed(attribute: str, path: str, old: str, new: str) -> str:
    return _became(_what(attribute, path), old, new)


def _became(what: str, old: str, new: str) -> str:
    if not old:
        return _("%(what)s ditambahkan: %(new)s") % {"what": what, "new": new}
    if not new:
        return _("%(what)s dihapus, sebelumnya %(old)s") % {"what": what, "old": old}
    return _("%(what)s berubah dari %(old)s menjadi %(new)s") % {"what": what, "old": old, "new": new}


def _what(attribute: str, path: str) -> str:
    return str(ATTRIBUTES.get(attribute, "") or path)


def _inside(place: str, more: str) -> str:
    return f"{place}, {more}" if place else more


def _raw(old: Any, new: Any, path: str) -> Iterator[Change]:
    """Whatever the words did not tell apart, by its path."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _raw(old.get(key), new.get(key), f"{path}.{key}".removeprefix("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for n, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _raw(before, after, f"{path}[{n}]")
    elif json.dumps(old) != json.dumps(new):
        yield Change("", _became(path, json.dumps(old, ensure_ascii=False), json.dumps(new, ensure_ascii=False)))
