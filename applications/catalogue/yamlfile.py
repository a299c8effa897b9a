"""A permit type from its YAML file; what is wrong is said in words with the path inside the file."""

import pathlib
from typing import Any

import yaml
from pydantic import ValidationError

from applications.catalogue.schema import PermitTypeSpec

TYPES_DIR = pathlib.Path(__file__).parent / "types"
LARGEST = 500_000


class Invalid(ValueError):
    """The file is no permit type. `lines` says why, one problem a line."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self.name, self.lines = name, lines
        super().__init__("\n".join(f"{name}: {line}" for line in lines))


def shipped() -> list[pathlib.Path]:
    return sorted(TYPES_DIR.glob("*.yaml"))


def read(path: pathlib.Path) -> PermitTypeSpec:
    if not path.is_file():
        raise Invalid(path.name, ["there is no such file"])
    if path.stat().st_size > LARGEST:
        raise Invalid(path.name, [f"the file has more than {LARGEST} bytes"])
    return parse(path.read_text(encoding="utf-8"), name=path.name)


def parse(text: str, *, name: str) -> PermitTypeSpec:
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader
    except yaml.YAMLError as error:
        raise Invalid(name, [f"not readable as YAML: {' '.join(str(error).split())}"]) from error
    if not isinstance(content, dict):
        raise Invalid(name, ["the file holds no permit type, but something else"])
    try:
        return PermitTypeSpec.model_validate(content)
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
