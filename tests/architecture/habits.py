"""Who may read the clock, write a status, open a transaction, listen to a signal."""

import ast
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatch

from tests.architecture.tree import Module, Tree, dotted, find

_CLOCKS = ("timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today")
_LOCAL_CLOCKS = ("timezone.localdate", "timezone.localtime")  # they read the clock when called with nothing
_WRITES = {"create", "acreate", "update", "aupdate", "get_or_create", "update_or_create"}
_LOCKS = {"atomic", "select_for_update"}


def clock_readers(tree: Tree, allowed: Collection[str]) -> list[str]:
    return _everywhere_but(tree, allowed, _reads_the_clock, "reads the clock; take `now` as an argument")


def signal_users(tree: Tree, allowed: Collection[str]) -> list[str]:
    return _everywhere_but(tree, allowed, _uses_a_signal, "uses a signal; call the function instead")


def status_writers(tree: Tree, allowed: Collection[str], *, field: str, models: Collection[str]) -> list[str]:
    def writes(module: Module) -> Iterator[ast.AST]:
        return _writes_field(module, field, models)

    return _everywhere_but(tree, allowed, writes, f"writes `{field}`; only lifecycle.move does")


def locks_in(tree: Tree, places: Collection[str]) -> list[str]:
    return [
        f"{module.at(node)}: opens a transaction or takes a lock; that is an action's work"
        for module in tree.written()
        if _matches(module, places)
        for node in _locks(module)
    ]


def _everywhere_but(
    tree: Tree, allowed: Collection[str], search: Callable[[Module], Iterator[ast.AST]], sentence: str
) -> list[str]:
    modules = [module for module in tree.written() if not _matches(module, allowed)]
    return [f"{module.at(node)}: {sentence}" for module in modules for node in search(module)]


def _matches(module: Module, patterns: Collection[str]) -> bool:
    return any(fnmatch(str(module.path), pattern) for pattern in patterns)


def _reads_the_clock(module: Module) -> Iterator[ast.AST]:
    aliases = _aliases(module)
    for call in find(module, ast.Call):
        root, dot, rest = dotted(call.func).partition(".")
        name = f"{aliases.get(root, root)}{dot}{rest}"
        if _is(name, _CLOCKS) or (_is(name, _LOCAL_CLOCKS) and not call.args and not call.keywords):
            yield call


def _aliases(module: Module) -> dict[str, str]:
    found = {alias.asname: alias.name for node in find(module, ast.Import) for alias in node.names if alias.asname}
    for node in find(module, ast.ImportFrom):
        found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _is(name: str, known: tuple[str, ...]) -> bool:
    return any(name == end or name.endswith(f".{end}") for end in known)


def _uses_a_signal(module: Module) -> Iterator[ast.AST]:
    for node in find(module, ast.ImportFrom, ast.Import):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [f"{names[0]}.{alias.name}" if names else alias.name for alias in node.names]
        if any(name == "django.dispatch" or name.endswith(".signals") or ".signals." in name for name in names):
            yield node


def _writes_field(module: Module, field: str, models: Collection[str]) -> Iterator[ast.AST]:
    for node in find(module, ast.Assign, ast.AugAssign, ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        flat = [part for target in targets for part in ast.walk(target)]
        if any(isinstance(part, ast.Attribute) and part.attr == field for part in flat):
            yield node
    for call in find(module, ast.Call):
        name = dotted(call.func).rpartition(".")[2]
        keywords = {keyword.arg for keyword in call.keywords}
        if field in keywords and (name in _WRITES or name in models):
            yield call
        if name in {"setattr", "bulk_update"} and field in _strings(call):
            yield call


def _strings(call: ast.Call) -> set[object]:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {part.value for value in values for part in ast.walk(value) if isinstance(part, ast.Constant)}


def _locks(module: Module) -> Iterator[ast.AST]:
    for node in find(module, ast.Attribute):
        if node.attr in _LOCKS:
            yield node
    for imported in find(module, ast.ImportFrom):
        if any(alias.name in _LOCKS for alias in imported.names):
            yield imported
