"""A permit type from its YAML file; what is wrong is said in words with the path inside the file."""

import math
import pathlib
from collections.abc import Iterator
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from applications.catalogue.schema import PermitTypeSpec

TYPES_DIR = pathlib.Path(__file__).parent / "types"
LARGEST = 500_000
MOST_PARTS = 50_000  # once every alias is written out; the largest type shipped has some 4,000
# What PyYAML itself raises on a day that does not exist, a number of 5000 digits, a list as a key, `!!int abc`.
_ODD = (ValueError, TypeError, KeyError, AttributeError)
M = TypeVar("M", bound=BaseModel)


class Invalid(ValueError):
    """The file is no permit type. `lines` says why, one problem a line."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self.name, self.lines = name, lines
        super().__init__("\n".join(f"{name}: {line}" for line in lines))


def shipped() -> list[pathlib.Path]:
    """A file whose name begins with _ is no permit type."""
    return sorted(TYPES_DIR.glob("[!_]*.yaml"))


def read(path: pathlib.Path) -> PermitTypeSpec:
    if not path.is_file():
        raise Invalid(path.name, ["there is no such file"])
    if path.stat().st_size > LARGEST:
        raise Invalid(path.name, [f"the file has more than {LARGEST} bytes"])
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(path.name, ["not readable as UTF-8 text"]) from error
    return parse(text, name=path.name)


def parse(text: str, *, name: str) -> PermitTypeSpec:
    return parse_as(PermitTypeSpec, text, name=name)


def parse_as(kind: type[M], text: str, *, name: str) -> M:
    """Other data of the catalogue is read and refused in the same words."""
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader
    except RecursionError as error:
        raise Invalid(name, ["not readable as YAML: too many levels inside each other"]) from error
    except (yaml.YAMLError, *_ODD) as error:
        raise Invalid(name, [f"not readable as YAML: {' '.join(str(error).split())}"]) from error
    if not isinstance(content, dict):
        raise Invalid(name, ["the file holds no permit type, but something else"])
    if _has_more_parts_than(MOST_PARTS, content):
        raise Invalid(name, [f"the file has more than {MOST_PARTS} parts once its aliases are written out"])
    if any(_unkept(part) for part in _parts(content)):
        raise Invalid(name, ["the file holds a sign or a number that no database keeps"])
    return _validated(kind, content, name=name)


def _has_more_parts_than(limit: int, content: Any) -> bool:
    """A few aliases of aliases could stand for billions of entries."""
    return any(count >= limit for count, _part in enumerate(_parts(content)))


def _parts(content: Any) -> Iterator[Any]:
    waiting = [content]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, dict | list):
            waiting.extend(part.values() if isinstance(part, dict) else part)


def _unkept(part: Any) -> bool:
    """NUL and halves of letters in a text, or a number that is none."""
    if isinstance(part, float):
        return not math.isfinite(part)
    return isinstance(part, str) and any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in part)


def validated(content: dict[str, Any], *, name: str) -> PermitTypeSpec:
    """What was stored as a draft, perhaps under an earlier schema."""
    return _validated(PermitTypeSpec, content, name=name)


def _validated(kind: type[M], content: dict[str, Any], *, name: str) -> M:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise Invalid(name, [line for found in error.errors() for line in _lines(dict(found))]) from error


def _lines(found: dict[str, Any]) -> list[str]:
    """sections[1].fields[2].type: 'datum' is not possible. Input should be 'text', 'long_text' ..."""
    path = _path(found["loc"])
    message = str(found["msg"]).removeprefix("Value error, ")
    if found["type"] == "extra_forbidden":
        message = "unknown word, perhaps mistyped"
    elif found["type"] == "missing":
        message = "missing"
    elif found["type"] in {"enum", "literal_error", "string_pattern_mismatch"}:
        message = f"{found['input']!r} is not possible. {message}"
    return [f"{path}: {part}" if path else part for part in message.split("; ")]


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice, which YAML would let win silently."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        seen.add(key)
    return dict(loader.construct_mapping(node, deep=True))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
