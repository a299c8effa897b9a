"""The map of the portal as data, and the tree held against it. The rules themselves: tests/architecture/."""

from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import habits, imports, registration, relations, shape
from tests.architecture.tree import Map, Tree

pytestmark = pytest.mark.unit

# A slice may import only slices on lines above its own; slices on one line are strangers.
LINES = {
    "perizinan": [
        "web office workdays regions vault papers signing",
        "audit outbox files",
        "accounts",
    ],
    "applications": [
        "catalogue",
        "lifecycle",
        "answers corrections",
        "documents permits",
        "drafting",
        "portal editor",
    ],
    "reviews": [
        "assignments checklists inspections",
        "decisions",
        "desk",
    ],
}
# Wiring may import all and is imported by no slice.
_INDEX = {"apps", "models", "admin", "urls", "tasks", "migrations", "templatetags", "management"}
WIRING = {
    "perizinan": frozenset({*_INDEX, "settings", "environment", "celery", "wsgi", "status", "devstack"}),
    "applications": frozenset(_INDEX),
    "reviews": frozenset(_INDEX),
}

FORBIDDEN_NAMES = {"utils", "helpers", "services", "signals"}
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES, DOCSTRING_LINES = 250, 40, 120, (3, 6)
DATA_TABLES = {"perizinan/settings.py"}  # a table of values may be longer than MODULE_LINES

CLOCK_EDGES = [
    "*views.py",
    "*/tasks.py",
    "*/middleware.py",
    "*/receivers.py",
    "*/templatetags/*.py",
    "*/management/commands/*.py",
    "perizinan/devstack/*",
    "*/admin*.py",  # pages of the admin
    "*/decorators.py",  # wraps views
    "perizinan/status.py",  # views for machines
    "perizinan/accounts/adapter.py",  # called by allauth, which passes no time
    "perizinan/outbox/delivery.py",  # notes the time after a slow channel answered, when an earlier `now` is stale
]
SIGNAL_USERS = ["perizinan/accounts/receivers.py"]
STATUS_WRITERS = ["applications/lifecycle/moves.py"]
WITHOUT_LOCKS = ["*views.py", "*forms.py", "*/templatetags/*.py"]

ROOT = Path(__file__).resolve().parent.parent
ATLAS = Map(LINES, WIRING)


@pytest.fixture(scope="module")
def tree():
    return Tree(ROOT, list(LINES))


def none_of(wrong):
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_imports_point_up_the_map(tree):
    none_of(imports.against_the_map(tree, ATLAS))


def test_every_module_has_a_place_on_the_map(tree):
    none_of(imports.outside_the_map(tree, ATLAS))


def test_relations_point_up_the_map():
    models = [model for label in LINES for model in apps.get_app_config(label).get_models()]
    assert models
    none_of(relations.against_the_map(relations.relations(models), ATLAS))


def test_relations_protect_what_they_point_at(tree):
    none_of(relations.unprotected(tree))


def test_index_modules_register_everything(tree):
    slices = sorted({place for module in tree.modules if (place := ATLAS.place(module.name)) in ATLAS.rank})
    none_of(registration.left_out(ROOT, slices, settings="perizinan.settings", celery_app="perizinan.celery:app"))


def test_no_module_has_a_name_that_says_nothing(tree):
    none_of(shape.forbidden_names(tree, FORBIDDEN_NAMES))


def test_modules_are_short(tree):
    none_of(shape.long_modules(tree, MODULE_LINES, DATA_TABLES))


def test_functions_are_short(tree):
    none_of(shape.long_functions(tree, FUNCTION_LINES))


def test_templates_are_short():
    files = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"}]
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}
    none_of(shape.long_templates(texts, TEMPLATE_LINES))


def test_every_slice_says_what_lives_there(tree):
    none_of(shape.doors_without_a_word(tree, ATLAS, *DOCSTRING_LINES))


def test_only_the_edges_read_the_clock(tree):
    none_of(habits.clock_readers(tree, CLOCK_EDGES))


def test_signals_are_used_in_one_place(tree):
    none_of(habits.signal_users(tree, SIGNAL_USERS))


def test_only_moves_write_the_status(tree):
    none_of(habits.status_writers(tree, STATUS_WRITERS, field="status", models={"Application"}))


def test_no_view_or_form_opens_a_transaction(tree):
    none_of(habits.locks_in(tree, WITHOUT_LOCKS))
