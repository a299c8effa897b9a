"""One question a page, each answer a link: works on any phone, and every page can be shared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.catalogue import queries, tree
from applications.catalogue.tree import Tree
from applications.catalogue.views import kept_a_while
from perizinan.office.queries import profile


@require_safe
@kept_a_while
def question(request: HttpRequest, key: str = "") -> HttpResponse:
    questions = tree.load()
    key = key or questions.start
    if key not in questions.nodes:
        raise Http404("no such question")
    node, before = questions.nodes[key], _before(request, questions, key)
    number = questions.depths[before] + 1 if before else 1
    context = {
        "node": node,
        "answers": [(str(a.label), _leads(questions, key, before, n)) for n, a in enumerate(node.answers)],
        "back": _address(questions, before) if before else "",
        "number": number,
        "most": number + questions.longest(key) - 1,
    }
    return render(request, "catalogue/question.html", context)


@require_safe
@kept_a_while
def end(request: HttpRequest, key: str, number: int) -> HttpResponse:
    questions = tree.load()
    node = questions.nodes.get(key)
    if node is None or not 1 <= number <= len(node.answers) or node.answers[number - 1].next is not None:
        raise Http404("no such answer")
    answer = node.answers[number - 1]
    context = {
        "node": node,
        "answer": answer,
        "offers": queries.offers(answer.types) if answer.types else [],
        "back": _address(questions, key, _before(request, questions, key)),
        "office": profile(),
    }
    return render(request, "catalogue/answer.html", context)


def _before(request: HttpRequest, questions: Tree, key: str) -> str:
    """The question one came from; some have two ways to them, which the address then says."""
    parents, said = questions.parents[key], request.GET.get("dari", "")
    return said if said in parents else parents[0] if parents else ""


def _leads(questions: Tree, key: str, before: str, place: int) -> str:
    following = questions.nodes[key].answers[place].next
    if following is not None:
        return _address(questions, following, key)
    return reverse("catalogue:answer", args=[key, place + 1]) + _way(questions, key, before)


def _address(questions: Tree, key: str, before: str = "") -> str:
    if key == questions.start:
        return reverse("catalogue:tree")
    return reverse("catalogue:question", args=[key]) + _way(questions, key, before)


def _way(questions: Tree, key: str, before: str) -> str:
    return f"?dari={before}" if before and before != questions.parents[key][0] else ""
