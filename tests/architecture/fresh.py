"""Run in a fresh process: what the index modules register, against everything that stands in the tree.

usage: fresh.py CELERY_APP SLICE...      (prints one sentence a line for each thing left out)
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

import django
from django.apps import apps


def main(celery_app: str, slices: list[str]) -> None:
    django.setup()
    models, admins = _models(), _registered_admins()
    module, _colon, name = celery_app.partition(":")
    celery = getattr(importlib.import_module(module), name)
    celery.loader.import_default_modules()
    tasks = set(celery.tasks)
    for dotted in [module for top in slices for module in _modules(top)]:
        importlib.import_module(dotted)
    _say("model", _models() - models, "models.py")
    _say("task", {task for task in set(celery.tasks) - tasks if _ours(task, slices)}, "tasks.py")
    _say("admin", {name for name in _leaf_admins() - admins if _ours(name, slices)}, "admin.py")


def _modules(top: str) -> Iterator[str]:
    package = importlib.import_module(top)
    yield top
    for found in pkgutil.walk_packages(package.__path__, f"{top}."):
        yield found.name


def _models() -> set[str]:
    return {_named(model) for model in apps.get_models()}


def _registered_admins() -> set[str]:
    from django.contrib.admin.sites import all_sites

    return {_named(type(admin)) for site in all_sites for admin in site._registry.values()}


def _leaf_admins() -> set[str]:
    from django.contrib.admin import ModelAdmin

    return {_named(kind) for kind in _below(ModelAdmin) if not kind.__subclasses__()}


def _named(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _ours(name: str, slices: list[str]) -> bool:
    return name.startswith(tuple(f"{top}." for top in slices))


def _say(kind: str, left_out: set[str], index: str) -> None:
    for name in sorted(left_out):
        print(f"{kind} {name}: not registered in a fresh process; import it in {name.split('.')[0]}/{index}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
