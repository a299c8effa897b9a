"""Read a source tree once: every Python module as syntax tree, and the map of slices."""

import ast
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TypeVar

_Node = TypeVar("_Node", bound=ast.AST)
Lines = Mapping[str, Sequence[str]]  # app -> its lines of slices, from the foundation upward


@dataclass(frozen=True)
class Module:
    path: Path  # relative to the root of the tree
    name: str  # dotted
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def comments(self) -> dict[int, str]:
        tokens = tokenize.generate_tokens(StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    @property
    def line_count(self) -> int:
        return len(self.text.splitlines())

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Map:
    lines: Lines
    wiring: Mapping[str, frozenset[str]]  # app -> names beside the slices that may import all

    @cached_property
    def rank(self) -> dict[str, int]:
        flat = [(app, line) for app, lines in self.lines.items() for line in lines]
        return {f"{app}.{name}": rank for rank, (app, line) in enumerate(flat) for name in line.split()}

    def place(self, dotted: str) -> str | None:
        """The slice a module belongs to, "wiring", "unknown", or None for a foreign module."""
        app, *rest = dotted.split(".")
        if app not in self.lines:
            return None
        if not rest or rest[0] in self.wiring[app]:
            return "wiring"
        name = f"{app}.{rest[0]}"
        return name if name in self.rank else "unknown"

    def refusal(self, source: str, target: str) -> str:
        """Why a slice may not use another place; empty when it may."""
        if target == source:
            return ""
        if target in {"wiring", "unknown"}:
            return f"{target} is imported by no slice"
        if self.rank[target] == self.rank[source]:
            return "they stand on one line and are strangers"
        return "" if self.rank[target] < self.rank[source] else "it stands on a line below"


class Tree:
    def __init__(self, root: Path, apps: Sequence[str]) -> None:
        self.root = root
        self.modules = [self._module(path) for app in apps for path in sorted((root / app).rglob("*.py"))]
        self.names = {module.name for module in self.modules}

    def _module(self, path: Path) -> Module:
        relative = path.relative_to(self.root)
        parts = relative.with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return Module(relative, name, path.read_text(encoding="utf-8"))

    def written(self) -> list[Module]:
        """The modules people write: all but the migrations."""
        return [module for module in self.modules if "migrations" not in module.path.parts]


def find(module: Module, *kinds: type[_Node]) -> Iterator[_Node]:
    return (node for node in module.nodes if isinstance(node, kinds))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a chain of attributes; calls and subscripts in the chain are stepped over."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""
