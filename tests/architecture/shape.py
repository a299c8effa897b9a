"""Sizes, names and the docstring at the door of each slice."""

import ast
from collections.abc import Collection, Mapping

from tests.architecture.tree import Map, Tree, find


def forbidden_names(tree: Tree, names: Collection[str]) -> list[str]:
    return [
        f"{module.path}: no module is called {part}; name it after what it holds"
        for module in tree.modules
        for part in module.name.split(".")
        if part in names
    ]


def long_modules(tree: Tree, most: int, data_tables: Collection[str]) -> list[str]:
    return [
        f"{module.path}: {module.line_count} lines, at most {most}"
        for module in tree.written()
        if module.line_count > most and str(module.path) not in data_tables
    ]


def long_functions(tree: Tree, most: int) -> list[str]:
    return [
        f"{module.at(node)}: {node.name} has {lines} lines, at most {most}"
        for module in tree.written()
        for node in find(module, ast.FunctionDef, ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > most
    ]


def long_templates(files: Mapping[str, str], most: int) -> list[str]:
    lengths = {name: len(text.splitlines()) for name, text in files.items()}
    return [f"{name}: {lines} lines, at most {most}" for name, lines in lengths.items() if lines > most]


def doors_without_a_word(tree: Tree, atlas: Map, fewest: int, most: int) -> list[str]:
    """Each slice's `__init__.py` says in a few lines what lives there and what does not."""
    wrong = []
    packages = {module.name: module for module in tree.modules if module.path.name == "__init__.py"}
    found = {place for module in tree.modules if (place := atlas.place(module.name)) in atlas.rank}
    for name in sorted(str(place) for place in found):
        if name not in packages:
            wrong.append(f"{name}: has no __init__.py")
            continue
        text = ast.get_docstring(packages[name].tree) or ""
        lines = sum(1 for line in text.splitlines() if line.strip())
        if not fewest <= lines <= most:
            wrong.append(f"{packages[name].path}: docstring of {lines} lines, {fewest} to {most} wanted")
    return wrong
