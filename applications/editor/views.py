from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.catalogue import export
from applications.catalogue.diff import differences
from applications.catalogue.office_check import Office
from applications.editor import pages, queries
from applications.editor.changes import by_place
from perizinan.accounts.decorators import role_required
from perizinan.accounts.roles import Role
from perizinan.accounts.types import AuthedRequest

LONGEST_QUERY = 100
readers = role_required(Role.ADMIN, Role.AUDITOR)


@require_safe
@readers
def types(request: AuthedRequest) -> HttpResponse:
    typed = request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", "").strip()
    return render(request, "editor/types.html", {"rows": queries.rows(typed, timezone.localdate()), "typed": typed})


@require_safe
@readers
def permit_type(request: AuthedRequest, slug: str) -> HttpResponse:
    found, draft, versions = queries.type_or_404(slug)
    shown = queries.shown_or_404(request.GET.get("versi", ""), draft, versions)
    office = Office.of(timezone.localdate())
    context = {
        "slug": slug,
        "type": found,
        "draft": draft,
        "waiting": queries.judged_draft(draft, office) if draft else None,
        "stale": queries.later_than(draft, versions),
        "versions": list(zip(versions, [*versions[1:], None], strict=True)),
        "shown": shown,
        "spec": shown.spec,
        "judged": queries.judged_spec(shown.spec, office),
        "page": pages.whole(shown.spec, office),
    }
    return render(request, "editor/type.html", context)


@require_safe
@readers
def comparison(request: AuthedRequest, slug: str) -> HttpResponse:
    _found, draft, versions = queries.type_or_404(slug)
    newest, before = queries.usual_pair(draft, versions)
    new = queries.shown_or_404(request.GET.get("ke") or newest, draft, versions)
    old = queries.shown_or_404(request.GET.get("dari") or before, draft, versions)
    context = {
        "slug": slug,
        "name": new.spec.name,
        "refs": queries.refs(draft, versions),
        "old": old,
        "new": new,
        "places": by_place(differences(old.spec, new.spec)),
    }
    return render(request, "editor/comparison.html", context)


@require_safe
@readers
def file(request: AuthedRequest, slug: str) -> HttpResponse:
    _found, draft, versions = queries.type_or_404(slug)
    shown = queries.shown_or_404(request.GET.get("versi", ""), draft, versions)
    response = HttpResponse(export.as_yaml(shown.spec), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{shown.ref}.yaml"'
    return response


@require_safe
@readers
def laws(request: AuthedRequest) -> HttpResponse:
    return render(request, "editor/laws.html", {"rows": queries.laws(timezone.localdate())})
