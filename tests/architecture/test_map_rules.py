"""Each rule of the map, broken on a tiny tree of its own."""

import pytest

from tests.architecture import imports, registration, relations
from tests.architecture.relations import Relation
from tests.architecture.tree import Map

pytestmark = pytest.mark.unit
ATLAS = Map(
    {"ground": ["earth water", "stone"], "house": ["wall window", "roof"]},
    {"ground": frozenset({"settings", "migrations"}), "house": frozenset({"apps"})},
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("from house.roof import tiles", "line below"),
        ("import house.roof.tiles", "line below"),
        ("from house import roof", "line below"),
        ("from ..roof import tiles", "line below"),
        ("def build():\n    from house.roof import tiles", "line below"),
        ("import typing\nif typing.TYPE_CHECKING:\n    from house.roof import Tile", "line below"),
        ("from importlib import import_module\nimport_module('house.roof.tiles')", "line below"),
        ("from django.apps import apps\napps.get_model('house.roof')", "line below"),
        ("from house.window import pane", "strangers"),
        ("from ground import settings", "wiring"),
        ("import house.apps", "wiring"),
        ("from ground.sand import grain", "unknown"),
    ],
)
def test_an_import_against_the_map_is_found(grow, text, why):
    tree = grow(house__wall__brick=text, house__roof__tiles="", house__apps="", ground__settings="")
    (wrong,) = imports.against_the_map(tree, ATLAS)
    assert "house/wall/brick.py" in wrong
    assert why in wrong


@pytest.mark.parametrize(
    "text",
    [
        "from ground.stone import slab",
        "from ground import earth",
        "from . import mortar",
        "import django.db",
        "import os",
    ],
)
def test_an_import_along_the_map_is_not(grow, text):
    tree = grow(house__wall__brick=text, house__wall__mortar="", ground__stone__slab="", ground__earth__clay="")
    assert imports.against_the_map(tree, ATLAS) == []


def test_wiring_may_import_all(grow):
    tree = grow(house__apps="from house.roof import tiles", ground__settings="import house.roof", house__roof__tiles="")
    assert imports.against_the_map(tree, ATLAS) == []


def test_a_module_without_a_place_is_found(grow):
    tree = grow(ground__sand__grain="", ground__loose="", ground__earth__clay="", ground__settings="")
    assert [wrong.split(":")[0] for wrong in imports.outside_the_map(tree, ATLAS)] == [
        "ground/loose.py",
        "ground/sand/grain.py",
    ]


@pytest.mark.parametrize(
    ("relation", "why"),
    [
        (Relation("ground.stone.models.Slab", "wall", "house.wall.models.Wall", "+"), "line below"),
        (Relation("house.wall.models.Wall", "pane", "house.window.models.Pane", "+"), "strangers"),
        (Relation("house.wall.models.Wall", "slab", "ground.stone.models.Slab", "walls"), "related_name"),
        (Relation("house.wall.models.Wall", "slab", "ground.stone.models.Slab", ""), "related_name"),
        (Relation("ground.earth.models.Clay", "dug_by", "ground.stone.models.User", "", to_user=True), "related_name"),
    ],
)
def test_a_relation_against_the_map_is_found(relation, why):
    (wrong,) = relations.against_the_map([relation], ATLAS)
    assert why in wrong


@pytest.mark.parametrize(
    "relation",
    [
        Relation("house.wall.models.Wall", "slab", "ground.stone.models.Slab", "+"),
        Relation("ground.earth.models.Clay", "dug_by", "ground.stone.models.User", "+", to_user=True),
        Relation("house.wall.models.Wall", "beside", "house.wall.models.Wall", "neighbours"),
        Relation("ground.stone.models.User", "groups", "django.contrib.auth.models.Group", "user_set"),
    ],
)
def test_a_relation_along_the_map_is_not(relation):
    assert relations.against_the_map([relation], ATLAS) == []


def test_relations_are_read_from_meta():
    from django.contrib.auth.models import Group, Permission

    found = {(relation.field, relation.target) for relation in relations.relations([Permission, Group])}
    assert ("content_type", "django.contrib.contenttypes.models.ContentType") in found
    assert ("permissions", "django.contrib.auth.models.Permission") in found


@pytest.mark.parametrize(
    ("field", "wrongs"),
    [
        ("models.ForeignKey(Wall, on_delete=models.CASCADE)", 1),
        ("models.OneToOneField(Wall, models.CASCADE)", 1),
        ("models.ForeignKey(Wall)", 1),
        ("models.ForeignKey(Wall, on_delete=models.CASCADE)  # noqa: DJ012", 1),
        ("models.ForeignKey(Wall, on_delete=models.PROTECT)", 0),
        ("models.ForeignKey(Wall, on_delete=models.CASCADE)  # a brick dies with its wall", 0),
        ("(  # a brick dies with its wall\n    models.ForeignKey(Wall, on_delete=models.CASCADE))", 0),
    ],
)
def test_a_cascade_without_a_reason_is_found(grow, field, wrongs):
    tree = grow(house__wall__models=f"class Brick(models.Model):\n    name = 1\n    wall = {field}\n")
    assert len(relations.unprotected(tree)) == wrongs


def test_what_the_index_does_not_import_is_found(grow, tmp_path):
    grow(
        house__DOOR="",
        house__settings="""
            SECRET_KEY = "x"
            INSTALLED_APPS = ["house", "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes"]
            MIDDLEWARE, TEMPLATES, DATABASES = [], [], {}
            """,
        house__celery="""
            from celery import Celery
            app = Celery("house")
            app.autodiscover_tasks(["house"])
            """,
        house__models="from house.wall.models import Known",
        house__tasks="from house.wall.tasks import known",
        house__wall__DOOR="",
        house__wall__models=_MODEL.format("Known", "house"),
        house__wall__tasks=_TASK.format("known"),
        house__wall__stray=_MODEL.format("Stray", "house") + _TASK.format("stray") + _ADMIN,
    )
    found = registration.left_out(tmp_path, ["house.wall"], settings="house.settings", celery_app="house.celery:app")
    assert [line.split(":")[0] for line in found] == [
        "model house.wall.stray.Stray",
        "task house.wall.stray.stray",
        "admin house.wall.stray.StrayAdmin",
    ]


_MODEL = """
from django.db import models
class {}(models.Model):
    class Meta:
        app_label = "{}"
"""
_TASK = """
from celery import shared_task
@shared_task
def {}():
    pass
"""
_ADMIN = """
from django.contrib import admin
@admin.register(Stray)
class StrayAdmin(admin.ModelAdmin):
    pass
"""
