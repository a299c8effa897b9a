"""Foreign keys keep the direction of the map too, and protect what they point at."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.architecture.tree import Map, Module, Tree, dotted, find

_KEYS = {"ForeignKey", "OneToOneField"}
_NOT_A_REASON = ("# noqa", "# type:", "# pragma")


@dataclass(frozen=True)
class Relation:
    model: str  # dotted: perizinan.audit.models.AuditEntry
    field: str
    target: str
    related_name: str
    to_user: bool = False


def relations(models: Iterable[type]) -> Iterator[Relation]:
    """What `_meta` says, of any iterable of Django models."""
    from django.conf import settings

    for model in models:
        meta = model._meta  # type: ignore[attr-defined]
        for field in [*meta.local_fields, *meta.local_many_to_many]:
            if field.remote_field and not getattr(field.remote_field, "parent_link", False):
                target = field.remote_field.model
                yield Relation(
                    f"{model.__module__}.{model.__name__}",
                    field.name,
                    f"{target.__module__}.{target.__name__}",
                    field.remote_field.related_name or "",
                    to_user=target._meta.label == settings.AUTH_USER_MODEL,
                )


def against_the_map(found: Iterable[Relation], atlas: Map) -> list[str]:
    wrong = []
    for relation in found:
        source, target = atlas.place(relation.model), atlas.place(relation.target)
        if source is None or target is None or source == target:
            continue
        name = f"{relation.model}.{relation.field} -> {relation.target}"
        if not relation.to_user and source != "wiring" and (why := atlas.refusal(source, target)):
            wrong.append(f"{name}: {why}")
        if not relation.related_name.endswith("+"):
            wrong.append(f'{name}: crosses a slice, so it needs related_name="+"')
    return wrong


def unprotected(tree: Tree) -> list[str]:
    return [
        f"{module.at(call)}: on_delete is {kind or 'missing'}; PROTECT, or a comment with the reason beside it"
        for module in tree.written()
        for call in find(module, ast.Call)
        if dotted(call.func).rpartition(".")[2] in _KEYS
        if (kind := _on_delete(call)) != "PROTECT" and not _reason(module, call)
    ]


def _on_delete(call: ast.Call) -> str:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "on_delete"]
    value = (named or call.args[1:2] or [None])[0]
    return dotted(value).rpartition(".")[2] if value else ""


def _reason(module: Module, call: ast.Call) -> bool:
    lines = range(call.lineno - 1, (call.end_lineno or call.lineno) + 1)
    comments = [module.comments[line] for line in lines if line in module.comments]
    return any(not comment.startswith(_NOT_A_REASON) for comment in comments)
