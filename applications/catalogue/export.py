"""A permit type as a file that people read and change: the order of the schema, no defaults, long texts in blocks.

Reading the file back gives the same type, to the last letter."""

from typing import Any

import yaml

from applications.catalogue.schema import PermitTypeSpec

WIDTH = 110
_SHORT = 100  # letters of a list or a pair of words that still stands on one line


def as_yaml(spec: PermitTypeSpec) -> str:
    content = _plain(spec.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    parts: list[str] = []
    for name, value in content.items():
        text = _dump({name: value})
        parts.append(f"\n{text}" if parts and isinstance(value, list | dict) and text.count("\n") > 3 else text)
    return "".join(parts)


def _plain(value: Any, name: str = "") -> Any:
    """The short forms of the file: a text without English, a source without confidence, a kind without a note."""
    if isinstance(value, list):
        return [_plain(entry, name) for entry in value]
    if not isinstance(value, dict):
        return value
    only = set(value)
    said = only == {"id"} and isinstance(value["id"], str)  # not the amount for an answer that is called id
    if said or (name == "kinds" and only == {"kind"}) or (name == "sources" and only == {"text"}):
        return next(iter(value.values()))
    return {key: _plain(entry, key) for key, entry in value.items()}


class _Flow(dict[str, Any]):
    """A mapping on one line."""


class _FlowList(list[Any]):
    """A list on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  # PyYAML's names
        super().increase_indent(flow=flow, indentless=False)


def _dump(content: Any) -> str:
    text: str = yaml.dump(
        _flowing(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )
    return text


def _flowing(value: Any, *, inside: bool = False) -> Any:
    """Short leaves go on one line: a text with its English, a condition, a list of keys."""
    if inside and isinstance(value, list | dict) and value and _length(value) <= _SHORT and _simple(value):
        return _FlowList(value) if isinstance(value, list) else _Flow(value)
    if isinstance(value, dict):
        return {
            key: _flowing(entry, inside=key not in {"synonyms", "kinds", "conditions"}) for key, entry in value.items()
        }
    if isinstance(value, list):
        return [_flowing(entry, inside=not isinstance(entry, dict) or "key" not in entry) for entry in value]
    return value


def _simple(value: Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    return not any(isinstance(part, str) and "\n" in part for part in parts) and all(
        isinstance(part, str | int | float) or _simple_list(part) for part in parts
    )


def _simple_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _length(value: Any) -> int:
    return len(str(value))


def _readable(value: str) -> bool:
    """Fit for a block: what has odd spaces or signs stands in quotes instead, where YAML keeps every letter."""
    return all(line == line.strip() for line in value.split("\n")) and value == value.strip()


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if not all(line.isprintable() for line in value.split("\n")):
        style: str | None = '"'  # PyYAML writes some line breaks of Unicode bare elsewhere and reads them as blanks
    elif _readable(value):
        style = "|" if "\n" in value else ">" if len(value) > WIDTH - 10 else None
    else:
        style = None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Flow, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)
)
_Dumper.add_representer(
    _FlowList, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)
