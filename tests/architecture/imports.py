"""Imports keep the direction of the map, also those inside functions and under TYPE_CHECKING."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import Map, Module, Tree, dotted, find

_IMPORTERS = {"import_module", "import_string", "get_model"}


def against_the_map(tree: Tree, atlas: Map) -> list[str]:
    return [wrong for module in tree.modules for wrong in _of_module(module, tree, atlas)]


def outside_the_map(tree: Tree, atlas: Map) -> list[str]:
    return [
        f"{module.path}: is neither in a slice of the map nor a wiring module"
        for module in tree.modules
        if atlas.place(module.name) == "unknown"
    ]


def _of_module(module: Module, tree: Tree, atlas: Map) -> Iterator[str]:
    source = atlas.place(module.name)
    if source in {None, "wiring", "unknown"}:
        return
    for node, name in _imported(module, tree):
        target = atlas.place(name)
        if target and (why := atlas.refusal(str(source), target)):
            yield f"{module.at(node)}: {source} imports {name}: {why}"


def _imported(module: Module, tree: Tree) -> Iterator[tuple[ast.AST, str]]:
    for node in find(module, ast.Import):
        yield from ((node, alias.name) for alias in node.names)
    for node in find(module, ast.ImportFrom):
        base = _base(module, node)
        # `from perizinan import office` names a module, `from perizinan.office import Thing` does not
        yield from ((node, _module_of(f"{base}.{alias.name}", base, tree)) for alias in node.names)
    for node in find(module, ast.Call):
        if dotted(node.func).rpartition(".")[2] in _IMPORTERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                yield node, first.value


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    up = node.level - (module.path.name == "__init__.py")
    return ".".join([*package[: len(package) - up], *([node.module] if node.module else [])])


def _module_of(full: str, base: str, tree: Tree) -> str:
    return full if full in tree.names or any(name.startswith(f"{full}.") for name in tree.names) else base
